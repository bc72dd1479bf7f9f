-- What a later version might add. Everything that the version before knows stays as it is.
ALTER TABLE status ADD COLUMN mood text;
CREATE TABLE mood (
  name text PRIMARY KEY
);
CREATE FUNCTION mood_of(status) RETURNS text LANGUAGE sql STABLE AS $$ SELECT ($1).mood $$;
