-- Who brings messages from outside: the mail server, gateways of SMS and messengers.
create table channel (
  place_id int not null,
  name text not null,          -- in addresses: "mail", "sms"
  url text not null,           -- of the gateway, "" when it takes replies from our answers
  secret blob not null,        -- sealed; signs both ways
  created_at int not null,     -- ms
  primary key (place_id, name)
);

-- Messages taken, so that a repeat gets the same outcome.
create table channel_message (
  place_id int not null,
  channel text not null,
  id_hash blob not null,       -- keyed hash of what names the message
  digest blob not null,        -- SHA-256 of it
  at int not null,             -- ms
  outcome blob not null,       -- sealed
  primary key (place_id, channel, id_hash)
);
create index channel_message_at on channel_message (at);

-- Conversations in which the code of a case was shown: news of it go there.
create table channel_thread (
  place_id int not null,
  channel text not null,
  peer_hash blob not null,     -- keyed hash of the phone or handle
  number text not null,        -- of the case
  peer blob not null,          -- the phone or handle, sealed
  language text not null,
  since int not null,          -- ms
  primary key (place_id, channel, peer_hash, number)
);
create index channel_thread_of_case on channel_thread (place_id, number);

-- The conversation in which a draft began: it follows the case that comes out of it.
create table channel_draft (
  place_id int not null,
  draft_hash blob not null,
  channel text not null,
  peer_hash blob not null,
  peer blob not null,
  language text not null,
  at int not null,             -- ms
  primary key (place_id, draft_hash)
);
create index channel_draft_at on channel_draft (at);

-- How many drafts and notices a sender caused on a day.
create table channel_sender (
  place_id int not null,
  channel text not null,
  peer_hash blob not null,
  day int not null,
  drafts int not null,
  notices int not null,
  primary key (place_id, channel, peer_hash, day)
);
create index channel_sender_day on channel_sender (day);
