-- What somebody does not want to see. contexts say where; a filter whose time is over stays for its
-- owner to renew, and matches nothing.
CREATE TABLE filter (
  id         bigint PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  title      text   NOT NULL CHECK (length(title) <= 1024),
  contexts   text[] NOT NULL
    CHECK (cardinality(contexts) > 0
           AND contexts <@ ARRAY['home', 'notifications', 'public', 'thread', 'account']),
  action     text   NOT NULL CHECK (action IN ('warn', 'hide', 'blur')),
  expires_at timestamptz
);
CREATE INDEX filter_account ON filter (account_id, id);

CREATE TABLE filter_keyword (
  id         bigint  PRIMARY KEY,
  filter_id  bigint  NOT NULL REFERENCES filter ON DELETE CASCADE,
  keyword    text    NOT NULL CHECK (length(keyword) <= 1024),
  whole_word boolean NOT NULL
);
CREATE INDEX filter_keyword_filter ON filter_keyword (filter_id, id);

CREATE TABLE filter_status (
  id        bigint PRIMARY KEY,
  filter_id bigint NOT NULL REFERENCES filter ON DELETE CASCADE,
  status_id bigint NOT NULL REFERENCES status ON DELETE CASCADE,
  UNIQUE (filter_id, status_id)
);
CREATE INDEX filter_status_status ON filter_status (status_id);

-- Nodes keep filters in memory, ready to match. Whatever changes them tells every node whose to
-- forget, as the change commits. A part that goes with its filter is told of by the filter.
CREATE FUNCTION filter_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('filter', coalesce(NEW.account_id, OLD.account_id)::text);
  RETURN NULL;
END $$;
CREATE TRIGGER filter_changed AFTER INSERT OR UPDATE OR DELETE ON filter
  FOR EACH ROW EXECUTE FUNCTION filter_changed();

CREATE FUNCTION filter_part_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('filter', account_id::text)
     FROM filter WHERE id = coalesce(NEW.filter_id, OLD.filter_id);
  RETURN NULL;
END $$;
CREATE TRIGGER filter_keyword_changed AFTER INSERT OR UPDATE OR DELETE ON filter_keyword
  FOR EACH ROW EXECUTE FUNCTION filter_part_changed();
CREATE TRIGGER filter_status_changed AFTER INSERT OR UPDATE OR DELETE ON filter_status
  FOR EACH ROW EXECUTE FUNCTION filter_part_changed();
