-- Who may sign in. Accounts belong to the whole installation: place_id is 0.
create table account (
  place_id int not null,
  id id not null,
  login text not null,            -- of staff, "" for citizens
  name blob not null,             -- sealed, also email and totp_secret
  email blob not null,
  email_index blob not null,      -- keyed hash of the address, empty without one
  password_hash text not null,    -- Argon2id, "" while none
  totp_secret blob not null,
  totp_step int not null,         -- last step spent
  language text not null,
  created_at int not null,        -- ms
  closed_at int not null,         -- ms, 0 while open
  primary key (place_id, id)
);
create unique index account_by_login on account (place_id, login) where login <> '';
create unique index citizen_by_email on account (place_id, email_index) where login = '' and length(email_index) > 0;
create index account_by_email on account (place_id, email_index, login, id);

create table post (
  place_id int not null,
  id id not null,
  account id not null,
  body text not null,             -- code, "" for posts of the platform
  role int not null,              -- Role
  title text not null,
  from_day int not null,
  to_day int not null,            -- last day held, 0 while open
  primary key (place_id, id)
);
create index post_of_account on post (place_id, account, id);
create index post_in_body on post (place_id, body, id);

create table session (
  place_id int not null,
  id_hash blob not null,          -- keyed hash of the cookie
  account id not null,
  post id not null,               -- acted in; 0: the first held, -1: as a citizen
  agent text not null,            -- "Firefox · Android"
  created_at int not null,        -- ms
  last_seen_at int not null,
  fresh_until int not null,
  idle_ms int not null,           -- limit between two requests
  ends_at int not null,           -- at the latest
  primary key (place_id, id_hash)
);
create index session_of_account on session (place_id, account, created_at);
create index session_by_end on session (place_id, ends_at);

create table email_code (
  place_id int not null,
  id id not null,
  email_index blob not null,      -- keyed hash of the address
  browser_hash blob not null,     -- keyed hash of the pre-session that asked
  code_hash blob not null,
  email blob not null,            -- sealed
  sent_at int not null,           -- ms
  tries int not null,
  used int not null,
  primary key (place_id, id)
);
create index email_code_to on email_code (place_id, email_index, sent_at);
create index email_code_of_browser on email_code (place_id, browser_hash, email_index, sent_at, id);
create index email_code_by_time on email_code (place_id, sent_at);

create table api_token (
  place_id int not null,
  token_hash blob not null,       -- keyed hash
  account id not null,
  post id not null,               -- acts in it, and in no other; -1: as a citizen
  label text not null,
  scopes text not null,
  created_at int not null,        -- ms
  expires_at int not null,
  last_used_day int not null,     -- 0 while unused
  primary key (place_id, token_hash)
);
create index api_token_of_account on api_token (place_id, account, created_at);
create index api_token_by_post on api_token (place_id, post);
create index api_token_by_end on api_token (place_id, expires_at);

-- One-time codes by which staff set their password and one-time-code secret.
create table enrolment (
  place_id int not null,
  code_hash blob not null,        -- keyed hash
  account id not null,
  totp_secret blob not null,      -- sealed; becomes the account's
  expires_at int not null,        -- ms
  primary key (place_id, code_hash)
);
create index enrolment_of_account on enrolment (place_id, account);
