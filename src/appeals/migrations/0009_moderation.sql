-- Public texts that wait for a moderator, one row a case: the text itself, a new answer, or a removal that a second person looks at.
create table appeal_review (
  place_id int not null,
  appeal_id id not null,
  waits int not null,             -- store::Waits
  asked_at int not null,          -- ms
  not_by id not null,             -- account that may not decide: nobody confirms an own decision; 0 for none
  reason text not null,           -- why it is to be removed
  primary key (place_id, appeal_id)
);
create index appeal_review_queue on appeal_review (place_id, asked_at, appeal_id);

-- What moderators decided, in order; the register of removals is read from here.
create table appeal_moderation (
  place_id int not null,
  appeal_id id not null,
  n int not null,
  what int not null,              -- store::Moderated
  reason text not null,
  decided_by id not null,
  at int not null,
  primary key (place_id, appeal_id, n)
);
create index appeal_moderation_register on appeal_moderation (place_id, at, appeal_id, n) where what >= 3;

-- What people report about public texts. The words are sealed: a report may repeat what should not have been published.
create table appeal_report (
  place_id int not null,
  appeal_id id not null,
  n int not null,
  reason text not null,
  report_text blob not null,
  at int not null,
  decided_by id not null,
  decided_at int not null,        -- ms, 0 while it waits
  primary key (place_id, appeal_id, n)
);
create index appeal_report_waiting on appeal_report (place_id, at, appeal_id) where decided_at = 0;
