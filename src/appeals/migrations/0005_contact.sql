-- The e-mail of a case whose owner typed a code sent there. Without a row, or with another address, nothing but codes is sent.
create table appeal_contact (
  place_id int not null,
  appeal_id id not null,
  email_index blob not null,      -- keyed hash of the address that was confirmed
  confirmed_at int not null,      -- ms
  primary key (place_id, appeal_id)
);
create index appeal_contact_of on appeal_contact (email_index, appeal_id);
