-- The last tiny write of each server: proof that it can commit.
create table heartbeat (
  place_id int not null,
  node int not null,
  at int not null,
  primary key (place_id, node)
);
