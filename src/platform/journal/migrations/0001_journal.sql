-- What happened, in order within each object; appended, never edited. Public fields only, codes only.
create table event (
  place_id int not null,
  object_id id not null,
  n int not null,
  id id not null,
  letter text not null,
  number text not null,
  type text not null,
  at int not null,
  role int not null,
  actor id not null,
  body text not null,
  to_body text not null,
  due0 int,
  due int,
  start_day int,
  rule text not null,
  pack text not null,
  reason text not null,
  val text not null,
  ref text not null,
  occurred int,
  cm text not null,
  primary key (place_id, object_id, n)
);
create unique index event_order on event (place_id, id);

-- Private parts of events: sealed content and salt, erasable; `c` stays, so that the record's commitment holds.
create table event_part (
  place_id int not null,
  object_id id not null,
  n int not null,
  name text not null,
  content blob not null,
  salt blob not null,
  c text not null,
  primary key (place_id, object_id, n, name)
);
