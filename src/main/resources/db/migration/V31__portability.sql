-- An archive of all that an account has here. file is its name in the archives' folder, once it is
-- written; the row goes with it when it expires.
CREATE TABLE export (
  id         bigint PRIMARY KEY,
  account_id bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  file       text,
  bytes      bigint,
  created_at timestamptz NOT NULL DEFAULT now(),
  ready_at   timestamptz
);
CREATE INDEX export_account ON export (account_id, id DESC);

-- A list that somebody brought along, and what became of it. Its lines are kept until they are done.
CREATE TABLE import (
  id          bigint PRIMARY KEY,
  account_id  bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  kind        text        NOT NULL CHECK (kind IN ('following', 'blocking', 'muting', 'bookmarks')),
  total       integer     NOT NULL,
  done        integer     NOT NULL DEFAULT 0,
  failed      integer     NOT NULL DEFAULT 0,
  created_at  timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE INDEX import_account ON import (account_id, id DESC);

CREATE TABLE import_line (
  import_id bigint  NOT NULL REFERENCES import ON DELETE CASCADE,
  position  integer NOT NULL,
  target    text    NOT NULL,
  options   jsonb   NOT NULL,
  PRIMARY KEY (import_id, position)
);
