CREATE TYPE visibility AS ENUM ('public', 'unlisted', 'private', 'direct');

-- What everybody may see of somebody. What only they know stands in credential.
CREATE TABLE account (
  id                 bigint PRIMARY KEY,
  username           text        NOT NULL CHECK (username ~ '^[A-Za-z0-9_]{1,30}$'),
  display_name       text        NOT NULL DEFAULT '',
  note               text        NOT NULL DEFAULT '',
  fields             jsonb       NOT NULL DEFAULT '[]',
  locked             boolean     NOT NULL DEFAULT false,
  bot                boolean     NOT NULL DEFAULT false,
  discoverable       boolean     NOT NULL DEFAULT true,
  indexable          boolean     NOT NULL DEFAULT true,
  hide_collections   boolean     NOT NULL DEFAULT false,
  avatar_media_id    bigint,
  header_media_id    bigint,
  default_visibility visibility  NOT NULL DEFAULT 'public',
  default_sensitive  boolean     NOT NULL DEFAULT false,
  default_language   text,
  role               text        NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'moderator', 'admin')),
  created_at         timestamptz NOT NULL DEFAULT now(),
  suspended_at       timestamptz,
  silenced_at        timestamptz
);
-- text_pattern_ops: the same index answers "is it" and "begins with".
CREATE UNIQUE INDEX account_username ON account (lower(username) text_pattern_ops);
CREATE INDEX account_display_name ON account (lower(display_name) text_pattern_ops)
  WHERE display_name <> '';

-- Counters change with every follow and post; apart from the wide row they update in place (HOT).
CREATE TABLE account_stats (
  account_id      bigint PRIMARY KEY REFERENCES account ON DELETE CASCADE,
  followers_count integer     NOT NULL DEFAULT 0,
  following_count integer     NOT NULL DEFAULT 0,
  statuses_count  integer     NOT NULL DEFAULT 0,
  last_status_at  timestamptz,
  last_seen_at    timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 70);

CREATE TABLE credential (
  account_id    bigint PRIMARY KEY REFERENCES account ON DELETE CASCADE,
  email         text        NOT NULL CHECK (length(email) <= 254),
  password_hash text        NOT NULL,
  locale        text,
  reason        text CHECK (length(reason) <= 5000),
  confirmed_at  timestamptz,
  approved_at   timestamptz,
  created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX credential_email ON credential (lower(email));
