-- One row a case: what lists, inboxes and deadlines need. No personal data here.
create table appeal (
  place_id int not null,
  id id not null,
  number text not null,
  kind int not null,              -- law::AppealKind as qualified
  kind_claimed int not null,      -- as the applicant said
  state int not null,             -- appeals::State
  is_open int not null,           -- 1 while a body owes something
  version int not null,           -- grows with each step; pages and writers compare it
  visibility int not null,        -- appeals::Visibility
  channel int not null,           -- appeals::Channel
  language text not null,         -- of the text
  body text not null,             -- answers now
  first_body text not null,
  topic text not null,
  district text not null,
  owner id not null,              -- account, 0 without one
  entered_by id not null,         -- operator's account, 0 when the applicant wrote
  executor id not null,           -- account that accepted it, 0 before
  code_hash blob not null,        -- keyed hash of the case code
  submitted_at int not null,      -- ms
  received_day int not null,      -- counts as the day of receipt at the present body
  due_day int not null,           -- legal term of the present body
  due_rule text not null,
  pack text not null,             -- version by which the term was computed
  redirect_until_day int not null,-- last day for a redirect; 0 when this kind may not be redirected
  first_received_day int not null,
  first_due_day int not null,
  redirects int not null,
  answered_at int not null,       -- ms, 0 before
  answered_late int not null,
  verdict_until_day int not null, -- the verdict can be given or changed until this day; 0 before an answer
  closed_at int not null,         -- ms, 0 while not closed
  primary key (place_id, id)
);
create unique index appeal_by_number on appeal (place_id, number);
create unique index appeal_by_code on appeal (code_hash, place_id);
create index appeal_inbox on appeal (place_id, body, due_day, id) where is_open = 1;
create index appeal_due on appeal (place_id, due_day, id) where is_open = 1;
create index appeal_redirect_window on appeal (place_id, body, redirect_until_day, id) where is_open = 1;
create index appeal_of_owner on appeal (owner, id) where owner <> 0;
create index appeal_entered on appeal (entered_by, id) where entered_by <> 0;
create index appeal_unjudged on appeal (place_id, verdict_until_day, id) where state = 4;
create index appeal_public_all on appeal (place_id, id) where visibility = 1;
create index appeal_public_body on appeal (place_id, body, id) where visibility = 1;
create index appeal_public_topic on appeal (place_id, topic, id) where visibility = 1;
create index appeal_public_district on appeal (place_id, district, id) where visibility = 1;
create index appeal_public_state on appeal (place_id, state, id) where visibility = 1;
-- Two filters at once, so that a rare pair is found without reading a common one through.
create index appeal_public_topic_district on appeal (place_id, topic, district, id) where visibility = 1;
create index appeal_public_topic_state on appeal (place_id, topic, state, id) where visibility = 1;
create index appeal_public_body_district on appeal (place_id, body, district, id) where visibility = 1;
create index appeal_public_body_state on appeal (place_id, body, state, id) where visibility = 1;
create index appeal_public_district_state on appeal (place_id, district, state, id) where visibility = 1;

-- What the applicant wrote and who the applicant is (classes D2 and D3). `applicant` is sealed.
create table appeal_content (
  place_id int not null,
  id id not null,
  title text not null,
  body_text text not null,
  address text not null,
  lat real,
  lon real,
  reply_language text not null,
  applicant blob not null,
  phone_index blob not null,      -- keyed hash for the operator's look-up, empty without a phone
  email_index blob not null,
  primary key (place_id, id)
);
create index appeal_by_phone on appeal_content (phone_index, place_id, id);
create index appeal_by_email on appeal_content (email_index, place_id, id);

-- The separate, cleared text that everybody may read; only while the case is public.
create table appeal_public (
  place_id int not null,
  id id not null,
  title text not null,
  body_text text not null,
  place_text text not null,
  answer_text text not null,
  primary key (place_id, id)
);

-- Answers in order; the first one is never replaced.
create table appeal_answer (
  place_id int not null,
  appeal_id id not null,
  n int not null,
  decision int not null,
  answer_text text not null,
  language text not null,
  body text not null,
  signed_by text not null,        -- official's name and post as shown
  at int not null,
  primary key (place_id, appeal_id, n)
);

-- The applicant's judgement of an answer; a changed verdict is a new row.
create table appeal_verdict (
  place_id int not null,
  appeal_id id not null,
  n int not null,
  val int not null,
  was_clear int not null,
  reason text not null,
  comment_text text not null,
  at int not null,
  primary key (place_id, appeal_id, n)
);

-- A text on its way through the pages; 30 days. Sealed; the address holds the token, the row its keyed hash.
create table appeal_draft (
  place_id int not null,
  token_hash blob not null,
  content blob not null,
  changed_at int not null,
  primary key (place_id, token_hash)
);
create index appeal_draft_age on appeal_draft (changed_at, place_id);

-- Numbers of the result pages, kept in the same transaction as what they count.
create table appeal_figure (
  place_id int not null,
  name text not null,
  amount int not null,
  primary key (place_id, name)
);
