-- All open cases in order, for a new jurisdiction pack that moves terms.
create index appeal_open on appeal (place_id, id) where is_open = 1;
