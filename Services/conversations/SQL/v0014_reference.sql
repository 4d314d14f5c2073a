-- What a client's reference was used for, so that another use is refused; '' for those that were used before.
ALTER TABLE client_reference ADD COLUMN digest TEXT NOT NULL DEFAULT '';
