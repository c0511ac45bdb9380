-- What the whole procedure needs of a case.
alter table appeal add column about text not null default '';           -- number of the case complained about or split
alter table appeal add column against text not null default '';         -- body complained about
alter table appeal add column also_body text not null default '';       -- a body that may read the case besides its own
alter table appeal add column joined_to text not null default '';       -- number of the case answered together with
alter table appeal add column extensions int not null default 0;
alter table appeal add column reopened int not null default 0;
alter table appeal add column is_final int not null default 0;          -- the arbiter named the body
alter table appeal add column paused_day int not null default 0;
alter table appeal add column wait_until_day int not null default 0;    -- the applicant's term to repair or to object
create index appeal_about on appeal (place_id, about, id) where about <> '';
create index appeal_joined on appeal (place_id, joined_to, id) where joined_to <> '';
-- What the clock has not yet declared a refusal.
create index appeal_unanswered on appeal (place_id, due_day, id) where is_open = 1 and state <> 11 and state <> 14;
create index appeal_executor on appeal (place_id, body, executor, due_day, id) where is_open = 1;

-- A step that waits for another's signature: the clerk proposes, the head decides; the applicant asks for a recusal.
create table appeal_proposal (
  place_id int not null,
  appeal_id id not null,
  n int not null,
  body text not null,             -- whose head decides
  step text not null,             -- name of the step
  details blob not null,          -- sealed: what the step was asked for with
  version int not null,           -- of the case as the proposer saw it
  proposed_by id not null,        -- account, 0 for an applicant without one
  proposer text not null,         -- name and post as shown
  proposed_at int not null,       -- ms
  due_day int not null,           -- last day to decide, 0 for none
  state int not null,             -- 1 waits, 2 approved, 3 declined, 4 overtaken by another step
  decided_by id not null,
  decided_at int not null,
  note blob not null,             -- sealed: why it was declined
  primary key (place_id, appeal_id, n)
);
create index appeal_proposal_waiting on appeal_proposal (place_id, body, proposed_at, appeal_id) where state = 1;

-- What officials of a body write for each other about a case, and what the applicant added. Sealed.
create table appeal_note (
  place_id int not null,
  appeal_id id not null,
  n int not null,
  kind int not null,              -- 1 internal, 2 added by the applicant, 3 preliminary decision, 4 objection, 5 minutes
  body text not null,             -- whose officials may read an internal note
  author text not null,
  note_text blob not null,
  at int not null,
  primary key (place_id, appeal_id, n)
);

-- The questions of an appeal and what was answered to each.
create table appeal_point (
  place_id int not null,
  appeal_id id not null,
  answer_n int not null,
  n int not null,
  question text not null,
  answer_text text not null,
  primary key (place_id, appeal_id, answer_n, n)
);

-- What an answer promised, with its owner and day.
create table appeal_commitment (
  place_id int not null,
  appeal_id id not null,
  n int not null,
  answer_n int not null,
  body text not null,
  what text not null,
  owner_post text not null,
  due_day int not null,
  done_at int not null,           -- ms, 0 while open
  primary key (place_id, appeal_id, n)
);
create index appeal_commitment_due on appeal_commitment (place_id, body, due_day, appeal_id) where done_at = 0;

-- Three filters at once: at a million cases the third one, checked row by row, doubled the time of a page.
create index appeal_public_topic_district_state on appeal (place_id, topic, district, state, id) where visibility = 1;
create index appeal_public_body_district_state on appeal (place_id, body, district, state, id) where visibility = 1;
