-- The inbox in one state: a rare one would otherwise be looked for through all open cases of the body.
create index appeal_inbox_state on appeal (place_id, body, state, due_day, id) where is_open = 1;
