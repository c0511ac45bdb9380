-- Number of the earlier case of the same person on the same topic at the same body, '' for none.
alter table appeal add column repeats text not null default '';
