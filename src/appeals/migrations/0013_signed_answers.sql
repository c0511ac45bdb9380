-- Who prepared an answer that somebody else signed; '' where the signer wrote it.
alter table appeal_answer add column prepared_by text not null default '';
-- What waits for a signature is read by its last day, and by whoever asked for it.
update appeal_proposal set due_day = coalesce((select a.due_day from appeal a where a.place_id = appeal_proposal.place_id and a.id = appeal_proposal.appeal_id), 0)
 where state = 1 and due_day = 0;
drop index appeal_proposal_waiting;
create index appeal_proposal_due on appeal_proposal (place_id, body, due_day, appeal_id) where state = 1;
create index appeal_proposal_own on appeal_proposal (place_id, proposed_by, state, proposed_at, appeal_id);
