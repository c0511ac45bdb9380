-- Begins with is_open, or SQLite would take the index of the whole inbox and walk through all of it.
drop index appeal_inbox_waiting;
create index appeal_inbox_waiting on appeal (is_open, place_id, body, due_day, id) where is_open = 1 and state in (10, 11, 12);
