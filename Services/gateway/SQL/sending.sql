-- name: add-send
INSERT INTO send (message, workspace, channel, chat, priority, position, content, state, attempts, due_at, answered,
    queued_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'queued', 0, ?8, 0, ?8)
ON CONFLICT (message) DO NOTHING;

-- name: next-to-send
-- The first of every chat that has nothing open, the most urgent first. ?2 is now, ?3 how many at most.
SELECT message, workspace, channel, chat, priority, content, claim, attempts, first_tried_at, claimed_at, provider_id,
    bare_id, answered, give_up_at
FROM send
WHERE channel = ?1 AND state = 'queued' AND due_at <= ?2
    AND NOT EXISTS (
        SELECT 1 FROM send AS busy
        WHERE busy.channel = send.channel AND busy.chat = send.chat
            AND busy.state IN ('sending', 'checking', 'uncertain') AND busy.state <> 'uncertain'
    )
    AND NOT EXISTS (
        SELECT 1 FROM send AS earlier
        WHERE earlier.channel = send.channel AND earlier.chat = send.chat AND earlier.state = 'queued'
            AND (earlier.priority, earlier.position) < (send.priority, send.position)
    )
ORDER BY priority, queued_at, position
LIMIT ?3;

-- name: claim-send
-- ?2 the claim, ?3 now, ?4 and ?5 the provider's id, full and bare, when it is known beforehand.
UPDATE send
SET state = 'sending', claim = ?2, attempts = attempts + 1, claimed_at = ?3,
    first_tried_at = COALESCE(first_tried_at, ?3), provider_id = ?4, bare_id = ?5, answered = 0, reason = NULL
WHERE message = ?1 AND state = 'queued';

-- name: is-opted-out
SELECT 1 FROM opt_out WHERE workspace = ?1 AND chat = ?2;

-- name: postpone-send
-- It was not even claimed. ?2 when to try again, ?3 why, ?4 now.
UPDATE send SET due_at = ?2, reason = ?3, first_tried_at = COALESCE(first_tried_at, ?4)
WHERE message = ?1 AND state = 'queued';

-- name: requeue-send
-- It certainly did not arrive. ?2 the claim, ?3 when to try again, ?4 why, ?5 the answer as a line; the first ones are kept.
UPDATE send
SET state = 'queued', claim = NULL, due_at = ?3, reason = ?4, provider_id = NULL, bare_id = NULL,
    answers = CASE WHEN length(answers) < 8000 THEN answers || ?5 ELSE answers END
WHERE message = ?1 AND claim = ?2 AND state = 'sending';

-- name: settle-send
-- Whoever finds out, the one that sends or one that saw it. ?2 the claim, ?3 sent or failed, ?4 why, ?5 and ?6 the
-- provider's id, ?7 now.
UPDATE send
SET state = ?3, reason = ?4, provider_id = COALESCE(?5, provider_id), bare_id = COALESCE(?6, bare_id), settled_at = ?7
WHERE message = ?1 AND claim = ?2 AND state IN ('sending', 'checking', 'uncertain');

-- name: refuse-send
-- It fails without having been tried again. ?2 why, ?3 now.
UPDATE send SET state = 'failed', reason = ?2, settled_at = ?3 WHERE message = ?1 AND state = 'queued';

-- name: doubt-send
-- ?2 the claim, ?3 when to look it up, ?4 until when, ?5 whether the provider answered, ?6 why, ?7 the answer as a line.
UPDATE send SET state = 'checking', due_at = ?3, give_up_at = ?4, answered = ?5, reason = ?6, answers = answers || ?7
WHERE message = ?1 AND claim = ?2 AND state = 'sending';

-- name: orphaned-sends
-- Claimed by somebody who is no more.
SELECT message, workspace, channel, chat, priority, content, claim, attempts, first_tried_at, claimed_at, provider_id,
    bare_id, answered, give_up_at
FROM send WHERE channel = ?1 AND state IN ('sending', 'checking', 'uncertain') AND state = 'sending';

-- name: next-to-check
SELECT message, workspace, channel, chat, priority, content, claim, attempts, first_tried_at, claimed_at, provider_id,
    bare_id, answered, give_up_at
FROM send
WHERE channel = ?1 AND state IN ('sending', 'checking', 'uncertain') AND state = 'checking' AND due_at <= ?2
ORDER BY due_at LIMIT ?3;

-- name: check-later
UPDATE send SET due_at = ?3 WHERE message = ?1 AND claim = ?2 AND state = 'checking';

-- name: give-up-send
UPDATE send SET state = 'uncertain', settled_at = ?3 WHERE message = ?1 AND claim = ?2 AND state = 'checking';

-- name: seen-send
-- The open send that a message seen at the provider is: by its bare id, or, where none was known beforehand, one of its
-- chat. ?2 the bare id, ?3 the chat or null.
SELECT message, workspace, channel, chat, priority, content, claim, attempts, first_tried_at, claimed_at, provider_id,
    bare_id, answered, give_up_at
FROM send
WHERE channel = ?1 AND state IN ('sending', 'checking', 'uncertain')
    AND (bare_id = ?2 OR (bare_id IS NULL AND chat = ?3));

-- name: owner-of-id
-- Which message of ours has an id of the provider's, whatever has become of it. ?2 the chat, ?3 the bare id. Served by
-- send_known.
SELECT message FROM send WHERE channel = ?1 AND chat = ?2 AND bare_id = ?3;

-- name: taken-ids
-- The provider's ids of a chat's messages that are known to be ours.
SELECT bare_id FROM send WHERE channel = ?1 AND chat = ?2 AND bare_id IS NOT NULL AND message <> ?3;

-- name: way-of-send
SELECT state, attempts, queued_at, claimed_at, settled_at, reason, due_at, provider_id, answers
FROM send WHERE message = ?1 AND workspace = ?2;

-- name: prune-sends
-- ?1 the moment before which they are forgotten, ?2 how many at most.
DELETE FROM send WHERE message IN (
    SELECT message FROM send WHERE settled_at IS NOT NULL AND settled_at < ?1 ORDER BY settled_at LIMIT ?2
);

-- name: add-read-receipt
INSERT INTO read_receipt (channel, chat, attempts, due_at) VALUES (?1, ?2, 0, ?3)
ON CONFLICT (channel, chat) DO UPDATE SET attempts = 0, due_at = excluded.due_at;

-- name: next-read-receipts
SELECT chat, attempts, due_at FROM read_receipt WHERE channel = ?1 AND due_at <= ?2 ORDER BY due_at LIMIT ?3;

-- name: end-read-receipt
-- Unless it was read again meanwhile. ?3 when it was due.
DELETE FROM read_receipt WHERE channel = ?1 AND chat = ?2 AND due_at = ?3;

-- name: retry-read-receipt
UPDATE read_receipt SET attempts = attempts + 1, due_at = ?4 WHERE channel = ?1 AND chat = ?2 AND due_at = ?3;

-- name: sends-of-removed-channels
-- What waits for a channel that nobody works any more. Served by send_queued_by_chat: the channels come first,
-- as they are few.
SELECT s.message, s.workspace, s.channel, s.chat, s.priority, s.content, s.claim, s.attempts, s.first_tried_at,
    s.claimed_at, s.provider_id, s.bare_id, s.answered, s.give_up_at
FROM channel c CROSS JOIN send s
WHERE c.removed_at IS NOT NULL AND s.channel = c.id AND s.state = 'queued'
LIMIT ?1;
