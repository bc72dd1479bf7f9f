CREATE TABLE notification (
  id              bigint PRIMARY KEY,
  account_id      bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  type            text        NOT NULL,
  from_account_id bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  status_id       bigint      REFERENCES status ON DELETE CASCADE,
  group_key       text        NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX notification_account ON notification (account_id, id DESC);
CREATE INDEX notification_from ON notification (from_account_id);
CREATE INDEX notification_status ON notification (status_id) WHERE status_id IS NOT NULL;
CREATE UNIQUE INDEX notification_once
  ON notification (account_id, type, from_account_id, coalesce(status_id, 0));
