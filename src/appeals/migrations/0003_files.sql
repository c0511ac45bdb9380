-- Files of a case: which of them stand beside an answer, and who has looked whether others may see them. The files themselves
-- and their states are the platform's.
create table appeal_file (
  place_id int not null,
  appeal_id id not null,
  file_id id not null,
  answer_n int not null,          -- 0 the applicant's own, else of this answer
  review int not null,            -- 0 not asked for: the case is private, 1 waits, 2 shown to all, 3 kept private
  reason text not null,           -- why it is kept private
  reviewed_by id not null,        -- 0 nobody yet
  reviewed_at int not null,
  primary key (place_id, file_id)
);
create index appeal_file_case on appeal_file (place_id, appeal_id, file_id);
create index appeal_file_waiting on appeal_file (place_id, file_id) where review = 1;
