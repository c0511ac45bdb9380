-- The object of a public number, for whoever has the number alone: pages of the public record, and a repair of lost events.
create index event_number on event (place_id, number) where n = 1;
