-- Addresses under which an official's own calendar reads the terms of the cases at hand. The address is a secret: only its keyed hash is here.
create table appeal_calendar (
  account id not null,
  key_hash blob not null,
  made_at int not null,           -- ms
  primary key (account)
);
create unique index appeal_calendar_key on appeal_calendar (key_hash);
