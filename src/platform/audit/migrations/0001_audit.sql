-- Who of the staff did or saw what; appended only. Nothing of what was seen stands here.
create table audit (
  place_id int not null,          -- 0: accounts belong to the whole installation
  id id not null,
  at int not null,                -- ms
  actor id not null,              -- account, 0 for the program itself
  role int not null,              -- acted in
  body text not null,             -- of the post acted in
  act text not null,              -- "appeal.read"
  object text not null,           -- public number, login or code of a body; "" for none
  fields text not null,           -- codes: classes of what was shown, "D2 D3", or the post given
  amount int not null,            -- rows of a list
  client text not null,           -- keyed hash of the client's address prefix, "" for none
  primary key (place_id, id)
);
create index audit_of_object on audit (place_id, object, id) where object <> '';
create index audit_of_actor on audit (place_id, actor, id);
