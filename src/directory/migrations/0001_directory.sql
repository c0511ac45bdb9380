-- Bodies as they stand: first the pack's, then as administrators edit them. Place 0 for bodies of the whole country.
create table body (
  place_id int not null,
  code text not null,
  parent text not null,
  place text not null,
  district text not null,
  kind text not null,
  name_kk text not null,
  name_ru text not null,
  name_en text not null,
  phone text not null,
  email text not null,
  address text not null,
  takes_appeals int not null,
  is_closed int not null,
  primary key (place_id, code)
);

-- Grows with each change, so that servers know when to read the bodies again.
create table directory_version (
  place_id int not null,
  version int not null,
  primary key (place_id)
);

-- Who changed what of people, posts and bodies; appended only.
create table admin_audit (
  place_id int not null,
  id id not null,
  at int not null,
  actor id not null,
  act text not null,
  object text not null,
  primary key (place_id, id)
);
