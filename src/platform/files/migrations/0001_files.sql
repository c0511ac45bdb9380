-- Files that people attach to objects. The row says what came and what became of it; the bytes lie sealed in the data folder
-- under the names of file_blob.
create table file (
  place_id int not null,
  id id not null,
  owner_kind text not null,   -- 'appeal', 'appeal.answer': named by the module that owns the object
  owner_id id not null,
  n int not null,             -- 1, 2, 3 … within the owner, never used again
  kind int not null,          -- 1 jpeg, 2 png, 3 webp, 4 heic, 5 pdf: what came
  state int not null,         -- 0 waiting, 1 clean, 2 refused, 3 removed
  outcome int not null,       -- why it was refused (files::Cleaned::Outcome)
  is_public int not null,     -- 1 once somebody has looked at it and let it out
  keep_original int not null, -- 1: what came is kept for those who handle the object
  sender text not null,       -- who sent it, as the caller tells people apart; for the daily limit
  received_bytes int not null,
  received_at int not null,
  settled_at int not null,    -- cleaned, refused or removed; 0 while waiting
  primary key (place_id, id)
);
create unique index file_owner on file (place_id, owner_kind, owner_id, n);
create index file_sender on file (place_id, sender, received_at);

create table file_blob (
  place_id int not null,
  file_id id not null,
  variant int not null,       -- 0 as it came, 1 whole, 2 small
  name text not null,
  media_type text not null,
  bytes int not null,
  width int not null,         -- pixels; 0 for documents
  height int not null,
  sha256 blob not null,       -- of the sealed bytes on the disk
  primary key (place_id, file_id, variant)
);
create index file_blob_name on file_blob (name);
