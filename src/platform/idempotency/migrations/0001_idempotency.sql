-- The answer to a request with a one-time key, kept so that a repeat gives the same answer. The answer is sealed.
create table idempotency (
  place_id int not null,
  scope_hash blob not null,
  once_key text not null,
  digest blob not null,
  answer blob not null,
  keep_until int not null,
  primary key (place_id, scope_hash, once_key)
);
create index idempotency_age on idempotency (keep_until);
