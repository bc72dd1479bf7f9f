-- Direct posts of one thread between the same people, as one of them has it. participants are the
-- others, in order; last_status_id has no reference, since a job moves it on when a post goes.
CREATE TABLE conversation (
  id             bigint PRIMARY KEY,
  account_id     bigint   NOT NULL REFERENCES account ON DELETE CASCADE,
  thread_id      bigint   NOT NULL,
  participants   bigint[] NOT NULL,
  last_status_id bigint   NOT NULL,
  unread         boolean  NOT NULL,
  UNIQUE (account_id, thread_id, participants)
);
CREATE INDEX conversation_latest ON conversation (account_id, last_status_id DESC);
CREATE INDEX conversation_last_status ON conversation (last_status_id);
