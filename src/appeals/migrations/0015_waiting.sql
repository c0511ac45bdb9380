-- Cases at hand that wait for somebody else: repair, pause, hearing.
create index appeal_inbox_waiting on appeal (place_id, body, due_day, id) where is_open = 1 and state in (10, 11, 12);
