-- The state that a session was in before its present one: what failed while it waited for people is not helped by a restart.
-- Null until it has changed once.
ALTER TABLE channel ADD COLUMN status_before TEXT;
