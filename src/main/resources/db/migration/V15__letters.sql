-- A link that was mailed to somebody, stored as the hash of its secret. What it proves is that
-- whoever opens it reads the mail of this address.
CREATE TABLE mailed_link (
  hash       bytea PRIMARY KEY,
  account_id bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  purpose    text        NOT NULL CHECK (purpose IN ('confirm', 'reset')),
  email      text        NOT NULL CHECK (length(email) <= 254),
  expires_at timestamptz NOT NULL
);
CREATE INDEX mailed_link_account ON mailed_link (account_id);
CREATE INDEX mailed_link_expiry ON mailed_link (expires_at);

-- new_email becomes the address once it is confirmed. application_id is what somebody signed up
-- through: it alone may ask for the letter again while they wait for it.
ALTER TABLE credential
  ADD COLUMN new_email      text CHECK (length(new_email) <= 254),
  ADD COLUMN application_id bigint REFERENCES application ON DELETE SET NULL;
CREATE INDEX credential_application ON credential (application_id) WHERE application_id IS NOT NULL;

-- What somebody recognises their browsers by, and ends their sessions by.
ALTER TABLE web_session
  ADD COLUMN id         bigint GENERATED ALWAYS AS IDENTITY,
  ADD COLUMN address    text,
  ADD COLUMN user_agent text;
CREATE UNIQUE INDEX web_session_id ON web_session (id);
