-- Posts that wait for their time. What their author's settings decide was decided when they were
-- accepted. Their photos and their Idempotency-Key are theirs under this id; the post that comes of
-- one has an id of its own. No foreign key for what is answered: a post that it was to answer and
-- that has gone is something to tell the author, not to forget.
CREATE TABLE scheduled_status (
  id             bigint PRIMARY KEY,
  account_id     bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  application_id bigint      REFERENCES application ON DELETE SET NULL,
  scheduled_at   timestamptz NOT NULL,
  visibility     visibility  NOT NULL,
  text           text        NOT NULL,
  spoiler_text   text        NOT NULL,
  sensitive      boolean     NOT NULL,
  language       text,
  in_reply_to_id bigint,
  created_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX scheduled_status_account ON scheduled_status (account_id, id DESC);
CREATE INDEX scheduled_status_application ON scheduled_status (application_id)
  WHERE application_id IS NOT NULL;
