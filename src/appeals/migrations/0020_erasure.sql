-- When the content of a case was erased, ms; 0 while it is there.
alter table appeal add column erased_at int not null default 0;

-- Who asked for an erasure on what ground, and who decided. Kept after it, because destroying what was written is to be answered for.
create table appeal_erasure (
  place_id int not null,
  appeal_id id not null,
  n int not null,
  state int not null,             -- store::ErasureState
  reason text not null,           -- code of the pack, step "erase"
  basis blob not null,            -- sealed: the document behind it, for the two who decide
  asked_by id not null,
  asked_at int not null,          -- ms
  decided_by id not null,
  decided_at int not null,        -- ms, 0 while it waits
  note blob not null,             -- sealed: why it was declined
  primary key (place_id, appeal_id, n)
);
create index appeal_erasure_state on appeal_erasure (place_id, state, asked_at, appeal_id);
