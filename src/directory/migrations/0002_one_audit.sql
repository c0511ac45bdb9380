-- What administrators do is told to the audit of the platform, like all that staff do.
drop table admin_audit;
