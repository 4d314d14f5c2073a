-- Who may write in conversations, and who waits to: what they hold and wait for is given back when they no longer may.

ALTER TABLE staff ADD COLUMN writes_chats INTEGER NOT NULL DEFAULT 1;
UPDATE staff SET writes_chats = views_chats;

-- What a person waits for, when they leave.
CREATE INDEX conversation_by_requester ON conversation (workspace, requested_by) WHERE requested_by <> '';

-- What people hold who could not give it back, and nobody else could take.
UPDATE conversation SET
    holder = '', requested_by = '', work_by = '', work_version = work_version + 1, version = version + 1
WHERE holder NOT IN ('', 'bot') AND EXISTS (
    SELECT 1 FROM staff s WHERE s.workspace = conversation.workspace AND s.id = conversation.holder
        AND (s.active = 0 OR s.views_chats = 0 OR conversation.branch NOT IN ('', COALESCE(s.branch, conversation.branch)))
);
UPDATE conversation SET
    requested_by = '', work_by = '', work_version = work_version + 1, version = version + 1
WHERE requested_by <> '' AND EXISTS (
    SELECT 1 FROM staff s WHERE s.workspace = conversation.workspace AND s.id = conversation.requested_by
        AND (s.active = 0 OR s.views_chats = 0 OR conversation.branch NOT IN ('', COALESCE(s.branch, conversation.branch)))
);
