-- What is kept of a rendered post or profile names the version of the row that it was made from, so
-- that it can never be taken for a newer one, whoever changed the row and by which way.
ALTER TABLE status ADD COLUMN version integer NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN version integer NOT NULL DEFAULT 0;

CREATE FUNCTION next_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER status_version BEFORE UPDATE ON status
  FOR EACH ROW EXECUTE FUNCTION next_version();
CREATE TRIGGER account_version BEFORE UPDATE ON account
  FOR EACH ROW EXECUTE FUNCTION next_version();

-- Nodes keep whole answers to people who are not signed in. Whatever changes a post or an account
-- that such an answer may show tells every node, as it commits. What hangs on a post is cleared
-- away long after it was marked as deleted, which is when it was told of; boosts that go with it by
-- the hundred thousand are not told of at all: the answers' short life is enough for them.
CREATE FUNCTION shown_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('shown', OLD.id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER status_shown_changed AFTER UPDATE ON status FOR EACH ROW
  WHEN (OLD.state = 'published' AND OLD.deleted_at IS NULL)
  EXECUTE FUNCTION shown_changed();
CREATE TRIGGER status_shown_gone AFTER DELETE ON status FOR EACH ROW
  WHEN (OLD.state = 'published' AND OLD.deleted_at IS NULL AND OLD.reblog_of_id IS NULL
        AND OLD.visibility IN ('public', 'unlisted'))
  EXECUTE FUNCTION shown_changed();
CREATE TRIGGER account_shown_changed AFTER UPDATE OR DELETE ON account FOR EACH ROW
  EXECUTE FUNCTION shown_changed();
