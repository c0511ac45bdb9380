-- Up to which day the applicants' own terms have been reminded of, so that a server that stood still goes on where it stopped.
create table appeal_alarm (
  place_id int not null,
  name text not null,             -- "verdict", "wait"
  done_until_day int not null,
  primary key (place_id, name)
);
create index appeal_waits on appeal (place_id, wait_until_day, id) where wait_until_day <> 0;
