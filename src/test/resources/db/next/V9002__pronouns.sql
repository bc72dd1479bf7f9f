-- A table of its own migration: it is locked until that commits.
ALTER TABLE account ADD COLUMN pronouns text NOT NULL DEFAULT '';
