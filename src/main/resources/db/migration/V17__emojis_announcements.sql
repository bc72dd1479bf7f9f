-- Pictures that an operator adds, to be written as :shortcode:. key is the part of the names that
-- they are served under; still is the file without motion, the same for most.
CREATE TABLE emoji (
  shortcode  text        PRIMARY KEY CHECK (shortcode ~ '^[A-Za-z0-9_]{2,50}$'),
  key        text        NOT NULL UNIQUE,
  file       text        NOT NULL,
  still      text        NOT NULL,
  category   text        CHECK (length(category) BETWEEN 1 AND 100),
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Nodes keep all of them in memory, and read them again when this is heard.
CREATE FUNCTION emoji_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('emoji', 'changed');
  RETURN NULL;
END $$;
CREATE TRIGGER emoji_changed AFTER INSERT OR UPDATE OR DELETE ON emoji
  FOR EACH STATEMENT EXECUTE FUNCTION emoji_changed();

-- What an operator tells everybody. starts_at and ends_at are those of what it is about; after its
-- end it is no longer shown.
CREATE TABLE announcement (
  id           bigint PRIMARY KEY,
  text         text        NOT NULL CHECK (length(text) BETWEEN 1 AND 10000),
  starts_at    timestamptz,
  ends_at      timestamptz CHECK (ends_at >= starts_at),
  all_day      boolean     NOT NULL DEFAULT false,
  published_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE announcement_dismissal (
  announcement_id bigint NOT NULL REFERENCES announcement ON DELETE CASCADE,
  account_id      bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  PRIMARY KEY (announcement_id, account_id)
);
CREATE INDEX announcement_dismissal_account ON announcement_dismissal (account_id);

-- id orders the kinds of reaction by when each was first given.
CREATE TABLE announcement_reaction (
  announcement_id bigint NOT NULL REFERENCES announcement ON DELETE CASCADE,
  name            text   NOT NULL CHECK (length(name) <= 64),
  account_id      bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  id              bigint NOT NULL,
  PRIMARY KEY (announcement_id, name, account_id)
);
CREATE INDEX announcement_reaction_account ON announcement_reaction (account_id);

-- How often each reaction was given, so that showing an announcement counts nothing.
CREATE TABLE announcement_reaction_count (
  announcement_id bigint  NOT NULL REFERENCES announcement ON DELETE CASCADE,
  name            text    NOT NULL,
  id              bigint  NOT NULL,
  reactions       integer NOT NULL CHECK (reactions >= 0),
  PRIMARY KEY (announcement_id, name)
) WITH (fillfactor = 70);
