-- Whose address an account has. A password that an administrator chose, or an address that one wrote, says nothing of that:
-- only who chooses a password by a link that was mailed there has shown it.
ALTER TABLE account ADD COLUMN proven INTEGER NOT NULL DEFAULT 0;

-- Whether the person signs in to this workspace only after choosing a password by a link, as it was another workspace that
-- made the account.
ALTER TABLE staff ADD COLUMN awaits_link INTEGER NOT NULL DEFAULT 0;
