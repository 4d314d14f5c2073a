-- The phones behind hidden ids that were asked for: a message with the id alone may come later.
CREATE TABLE lid_phone (
    workspace TEXT NOT NULL,
    -- 987654321@lid
    lid TEXT NOT NULL,
    -- E.164
    phone TEXT NOT NULL,
    PRIMARY KEY (workspace, lid)
);
