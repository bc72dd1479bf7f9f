-- id orders the pages of followers and following, newest first. languages: only posts in these
-- are wanted; NULL for all.
CREATE TABLE follow (
  account_id   bigint  NOT NULL REFERENCES account ON DELETE CASCADE,
  target_id    bigint  NOT NULL REFERENCES account ON DELETE CASCADE,
  id           bigint  NOT NULL,
  show_reblogs boolean NOT NULL DEFAULT true,
  notify       boolean NOT NULL DEFAULT false,
  languages    text[],
  PRIMARY KEY (account_id, target_id),
  CHECK (account_id <> target_id)
);
CREATE INDEX follow_following ON follow (account_id, id DESC);
CREATE INDEX follow_followers ON follow (target_id, id DESC) INCLUDE (account_id);
-- Fan-out walks an author's followers by account id, a chunk at a time.
CREATE INDEX follow_fan_out ON follow (target_id, account_id) INCLUDE (show_reblogs);

CREATE TABLE follow_request (
  account_id   bigint  NOT NULL REFERENCES account ON DELETE CASCADE,
  target_id    bigint  NOT NULL REFERENCES account ON DELETE CASCADE,
  id           bigint  NOT NULL,
  show_reblogs boolean NOT NULL DEFAULT true,
  notify       boolean NOT NULL DEFAULT false,
  languages    text[],
  PRIMARY KEY (account_id, target_id),
  CHECK (account_id <> target_id)
);
CREATE INDEX follow_request_received ON follow_request (target_id, id DESC);

CREATE TABLE block (
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  target_id  bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  id         bigint NOT NULL,
  PRIMARY KEY (account_id, target_id),
  CHECK (account_id <> target_id)
);
CREATE INDEX block_given ON block (account_id, id DESC);
CREATE INDEX block_received ON block (target_id);

CREATE TABLE mute (
  account_id    bigint  NOT NULL REFERENCES account ON DELETE CASCADE,
  target_id     bigint  NOT NULL REFERENCES account ON DELETE CASCADE,
  id            bigint  NOT NULL,
  notifications boolean NOT NULL DEFAULT true,
  expires_at    timestamptz,
  PRIMARY KEY (account_id, target_id),
  CHECK (account_id <> target_id)
);
CREATE INDEX mute_given ON mute (account_id, id DESC);
CREATE INDEX mute_received ON mute (target_id);

CREATE TABLE account_note (
  account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  target_id  bigint NOT NULL REFERENCES account ON DELETE CASCADE,
  comment    text   NOT NULL,
  PRIMARY KEY (account_id, target_id)
);
CREATE INDEX account_note_target ON account_note (target_id);
