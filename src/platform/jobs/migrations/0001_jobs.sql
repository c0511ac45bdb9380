-- The outbox and all timers: what is to be done after a commit or at a time.
create table job (
  place_id int not null,
  id id not null,
  kind text not null,
  payload blob not null,
  state int not null,         -- 0 waiting, 1 done, 2 dead
  due_at int not null,
  created_at int not null,
  attempts int not null,
  lease_until int not null,
  fence int not null,         -- grows with each claim; a late finisher with an old one is ignored
  unique_key text not null,   -- '' for none
  last_error text not null,
  primary key (place_id, id)
);
create index job_due on job (due_at, id) where state = 0;
create index job_dead on job (id) where state = 2;
create index job_done on job (due_at) where state = 1;
create unique index job_once on job (place_id, unique_key) where unique_key <> '';
