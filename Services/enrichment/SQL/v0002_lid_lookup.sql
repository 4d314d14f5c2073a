-- Hidden ids whose phone nobody has told yet, and when to ask for it next.
CREATE TABLE lid_lookup (
    workspace TEXT NOT NULL,
    lid TEXT NOT NULL,
    -- How often it was asked for in vain.
    tries INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, lid)
);
CREATE INDEX lid_lookup_due ON lid_lookup (due_at);
