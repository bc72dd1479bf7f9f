CREATE TABLE application (
  id            bigint PRIMARY KEY,
  client_id     text        NOT NULL UNIQUE,
  secret_hash   bytea       NOT NULL,
  name          text        NOT NULL,
  website       text,
  redirect_uris text[]      NOT NULL,
  scopes        text[]      NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE authorization_code (
  hash           bytea PRIMARY KEY,
  application_id bigint      NOT NULL REFERENCES application ON DELETE CASCADE,
  account_id     bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  redirect_uri   text        NOT NULL,
  scopes         text[]      NOT NULL,
  code_challenge text,
  expires_at     timestamptz NOT NULL,
  used_at        timestamptz
);
CREATE INDEX authorization_code_expiry ON authorization_code (expires_at);

-- account_id is null for a client-credentials token. authorization_code is kept so that the
-- second use of a code can revoke what the first one granted (RFC 6749, section 4.1.2).
CREATE TABLE access_token (
  id                 bigint PRIMARY KEY,
  hash               bytea       NOT NULL UNIQUE,
  application_id     bigint      NOT NULL REFERENCES application ON DELETE CASCADE,
  account_id         bigint      REFERENCES account ON DELETE CASCADE,
  scopes             text[]      NOT NULL,
  authorization_code bytea,
  created_at         timestamptz NOT NULL DEFAULT now(),
  revoked_at         timestamptz
);
CREATE INDEX access_token_account ON access_token (account_id) WHERE revoked_at IS NULL;
CREATE INDEX access_token_code ON access_token (authorization_code) WHERE authorization_code IS NOT NULL;

-- Nodes keep checked tokens in memory. Whatever makes one of them say something else, by whichever
-- way it happens, tells every node which to forget, as the change commits.
CREATE FUNCTION access_token_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('access_token', encode(OLD.hash, 'hex'));
  RETURN NULL;
END $$;
CREATE TRIGGER access_token_changed AFTER UPDATE OR DELETE ON access_token
  FOR EACH ROW EXECUTE FUNCTION access_token_changed();

CREATE FUNCTION access_tokens_of_account_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  account bigint := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
  PERFORM pg_notify('access_token', encode(hash, 'hex'))
     FROM access_token WHERE account_id = account AND revoked_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER access_tokens_of_account_changed AFTER UPDATE OF role, suspended_at ON account
  FOR EACH ROW EXECUTE FUNCTION access_tokens_of_account_changed('id');
CREATE TRIGGER access_tokens_of_account_changed AFTER UPDATE OF approved_at ON credential
  FOR EACH ROW EXECUTE FUNCTION access_tokens_of_account_changed('account_id');

-- A browser that has signed in on our own pages.
CREATE TABLE web_session (
  hash       bytea PRIMARY KEY,
  account_id bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX web_session_account ON web_session (account_id);
CREATE INDEX web_session_expiry ON web_session (expires_at);

-- Append-only: sign-ins, passwords, tokens, roles, moderation.
CREATE TABLE audit_log (
  id         bigint PRIMARY KEY,
  at         timestamptz NOT NULL DEFAULT now(),
  account_id bigint,
  action     text        NOT NULL,
  address    text,
  details    jsonb       NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_log_account ON audit_log (account_id, id);
CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only';
END $$;
CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
