-- One random key an object, made with its first private part and sealed under the key of the installation. Content and salts
-- of the object's parts are sealed under it. Deleting the row shreds them wherever they still lie, in old backups too, as soon
-- as the backups of this table are gone; those live thirty days at most.
create table object_key (
  place_id int not null,
  object_id id not null,
  key blob not null,
  primary key (place_id, object_id)
);

-- 0: a part of before, its content sealed under the key of the installation and its salt in the clear. 1: both under the
-- object's key. An erased part keeps only its name and `c`: content and salt are empty.
alter table event_part add column keyed int not null default 0;

-- What the public record shows instead of the true codes, where a body is small or a case restricted; '' where it shows the true
-- one. The true codes then stand in the private parts "body" and "to", so that the commitment covers them.
alter table event add column shown_body text not null default '';
alter table event add column shown_to text not null default '';
