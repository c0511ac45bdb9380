-- Jurisdiction packs that were proposed and published, whole. Nothing is ever replaced: terms are explained by the pack that made them.
create table pack_version (
  version text not null,
  sha256 text not null,           -- hex, of `content`
  content text not null,          -- the files of the pack, one JSON object: name, content
  from_day int not null,          -- first day in force
  note text not null,
  state int not null,             -- directory::PackState
  proposed_by id not null,        -- 0: the folder that the program began with
  proposed_at int not null,       -- ms
  decided_by id not null,
  decided_at int not null,
  decision_note text not null,    -- why it was declined
  primary key (version)
);
create index pack_version_in_force on pack_version (from_day, decided_at) where state = 2;
