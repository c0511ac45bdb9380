-- Whether the account works with shortcuts of the keyboard; off until it is switched on.
alter table account add column shortcuts int not null default 0;
