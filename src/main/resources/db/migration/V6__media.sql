CREATE TYPE media_state AS ENUM ('processing', 'ready', 'failed');

-- One uploaded picture. `key` is the unguessable part of every name it is served under; the
-- renditions are written once, by the worker that made them. status_id is set by the post that
-- takes it (no foreign key: the post's deletion leaves the row to the sweeper).
CREATE TABLE media (
  id           bigint PRIMARY KEY,
  account_id   bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  status_id    bigint,
  position     smallint,
  purpose      text        NOT NULL DEFAULT 'post' CHECK (purpose IN ('post', 'avatar', 'header')),
  state        media_state NOT NULL DEFAULT 'processing',
  failure      text,
  key          text        NOT NULL UNIQUE,
  sha256       bytea       NOT NULL,
  bytes        bigint      NOT NULL,
  content_type text        NOT NULL,
  width        integer     NOT NULL,
  height       integer     NOT NULL,
  focus_x      real,
  focus_y      real,
  description  text,
  blurhash     text,
  colour       text,
  original     jsonb,
  renditions   jsonb       NOT NULL DEFAULT '[]',
  details      jsonb       NOT NULL DEFAULT '{}',
  created_at   timestamptz NOT NULL DEFAULT now(),
  processed_at timestamptz
) WITH (fillfactor = 80);
CREATE INDEX media_status ON media (status_id, position) WHERE status_id IS NOT NULL;
CREATE INDEX media_account ON media (account_id, id DESC);
CREATE INDEX media_unattached ON media (created_at) WHERE status_id IS NULL AND purpose = 'post';
CREATE INDEX media_profile ON media (created_at) WHERE purpose <> 'post';

ALTER TABLE account
  ADD FOREIGN KEY (avatar_media_id) REFERENCES media ON DELETE SET NULL,
  ADD FOREIGN KEY (header_media_id) REFERENCES media ON DELETE SET NULL;
CREATE INDEX account_avatar ON account (avatar_media_id) WHERE avatar_media_id IS NOT NULL;
CREATE INDEX account_header ON account (header_media_id) WHERE header_media_id IS NOT NULL;
