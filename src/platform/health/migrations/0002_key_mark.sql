-- A word sealed under the keys of this database: other keys cannot open it.
create table key_mark (
  place_id int not null,
  mark blob not null,
  primary key (place_id)
);
