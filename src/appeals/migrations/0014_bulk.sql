-- The same step on several cases at once. It waits a while, so that it can be undone, and is then taken case by case.
create table appeal_bulk (
  place_id int not null,
  id id not null,
  account id not null,            -- who asked; acts in this role and body if the post is still held
  role int not null,
  body text not null,
  actor_name text not null,
  language text not null,         -- of the outcomes
  step text not null,
  executor text not null,         -- login, for assign
  target text not null,           -- number of the case to join to
  state int not null,             -- store::BulkState
  due_at int not null,            -- ms
  primary key (place_id, id)
);
create table appeal_bulk_item (
  place_id int not null,
  bulk_id id not null,
  number text not null,
  version int not null,           -- of the case as it was seen
  is_done int not null,
  outcome text not null,          -- why not, "" when the step was taken
  primary key (place_id, bulk_id, number)
);
