-- The last number given, one row per place, kind and year: never one for all.
create table number_counter (
  place_id int not null,
  letter text not null,
  year int not null,
  last int not null,
  primary key (place_id, letter, year)
);
