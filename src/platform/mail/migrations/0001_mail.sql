-- Letters of a demonstration, kept instead of sent. Sealed.
create table mail_outbox (
  place_id int not null,
  id id not null,
  at int not null,
  about text not null,
  letter blob not null,
  primary key (place_id, id)
);
