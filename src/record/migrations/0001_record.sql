-- The public record: entries in their order, hashes of the tree in tiles, signed heads. Nothing here is ever changed or
-- removed but the queue, the partial tile at each level's end, and newer cosignatures of the same size.

-- The leaf hash of each event: what the next event of the object names as `prev`. Written with the event. The only index
-- over hashes, because each such index costs a submission a page that lies anywhere.
create table event_leaf (
  place_id int not null,
  object_id id not null,
  n int not null,
  id id not null,             -- of the event
  hash blob not null,
  primary key (place_id, object_id, n)
);
create unique index event_leaf_hash on event_leaf (hash);

-- Events that are not in the tree yet; written with the event, deleted with the append.
create table log_pending (
  id id not null,             -- of the event
  leaf text not null,
  primary key (id)
);

create table log_leaf (
  idx int not null,           -- place in the tree, from 0
  id id not null,             -- of the event
  leaf text not null,
  hash blob not null,
  primary key (idx)
);
create unique index log_leaf_event on log_leaf (id);

-- Up to 256 hashes of 32 bytes each; the last tile of a level grows.
create table log_tile (
  level int not null,
  idx int not null,
  hashes blob not null,
  primary key (level, idx)
);

-- One row: the tree as it stands, and who may append to it.
create table log_head (
  id int not null,            -- 1
  origin text not null,
  size int not null,
  root blob not null,
  epoch int not null,         -- raised at each take-over; an append names it
  holder int not null,        -- node that leads
  lease_until int not null,   -- ms
  primary key (id)
);

-- A size has one root for ever.
create table log_checkpoint (
  size int not null,
  root blob not null,
  note text not null,         -- signed by the log alone
  at int not null,            -- ms
  primary key (size)
);

create table log_cosignature (
  size int not null,
  witness text not null,      -- name in the policy
  at int not null,            -- what the witness says, Unix seconds
  line text not null,
  primary key (size, witness)
);
create index log_cosignature_newest on log_cosignature (witness, size);

-- Whom readers are told to believe, beside the log itself: lines of a tlog-policy about witnesses. The last row counts.
create table log_policy (
  version int not null,
  witnesses text not null,
  at int not null,            -- ms
  primary key (version)
);

-- Keys of the log and of receipts; their seeds lie in the folder of keys.
create table log_key (
  kind int not null,          -- record::KeyKind
  n int not null,             -- 1, 2, 3 …
  vkey text not null,
  since int not null,         -- ms
  signs_until int,            -- ms; none: no successor yet
  is_withdrawn int not null,  -- compromised: readers are no longer told to believe it
  primary key (kind, n)
);
