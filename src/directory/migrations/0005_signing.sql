-- Whose signature the answers of a body need: directory::Signing. 0: of whoever writes them, as before.
alter table body add column signing int not null default 0;
