-- Who of a body is away, and who stands in. Ended early by an earlier to_day.
create table leave_of_absence (
  place_id int not null,          -- 0: posts belong to the whole installation
  id id not null,
  account id not null,
  body text not null,
  stand_in id not null,           -- account
  post id not null,               -- granted to the stand-in for this time, 0 for none
  from_day int not null,
  to_day int not null,            -- last day away
  primary key (place_id, id)
);
create index leave_in_body on leave_of_absence (place_id, body, to_day);
