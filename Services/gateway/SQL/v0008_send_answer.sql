-- How each call of the provider ended that did not settle the send, a line each: when it began, when it ended, why. What
-- leaves at the first try has none.
ALTER TABLE send ADD COLUMN answers TEXT NOT NULL DEFAULT '';
