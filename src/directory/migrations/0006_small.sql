-- Bodies that the public record does not name, because so few write to them: as the pack marks them.
alter table body add column is_small int not null default 0;
