-- How moderators limit an account. disabled: it cannot be signed in to, its posts stay; sensitized:
-- whatever it shows counts as sensitive. Suspended and silenced stand there since V3.
ALTER TABLE account
  ADD COLUMN disabled_at   timestamptz,
  ADD COLUMN sensitized_at timestamptz;

-- What moderators look for, each by the order that they page in.
CREATE INDEX account_suspended ON account (id) WHERE suspended_at IS NOT NULL;
CREATE INDEX account_silenced ON account (id) WHERE silenced_at IS NOT NULL;
CREATE INDEX account_disabled ON account (id) WHERE disabled_at IS NOT NULL;
CREATE INDEX account_sensitized ON account (id) WHERE sensitized_at IS NOT NULL;
CREATE INDEX account_staff ON account (id) WHERE role <> 'user';
CREATE INDEX credential_pending ON credential (account_id) WHERE approved_at IS NULL;
-- text_pattern_ops, as for names: the same index answers "is it" and "begins with".
DROP INDEX credential_email;
CREATE UNIQUE INDEX credential_email ON credential (lower(email) text_pattern_ops);

-- Whatever bars an account, or lets it in again, is known to every node as it commits (V4).
DROP TRIGGER access_tokens_of_account_changed ON account;
CREATE TRIGGER access_tokens_of_account_changed
  AFTER UPDATE OF role, suspended_at, disabled_at ON account
  FOR EACH ROW EXECUTE FUNCTION access_tokens_of_account_changed('id');
DROP TRIGGER access_tokens_of_account_changed ON credential;
CREATE TRIGGER access_tokens_of_account_changed
  AFTER UPDATE OF approved_at, confirmed_at ON credential
  FOR EACH ROW EXECUTE FUNCTION access_tokens_of_account_changed('account_id');

-- Where an account was signed in to from, the latest of each address. A year is kept, and no more
-- than the latest few.
CREATE TABLE account_address (
  account_id bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  address    inet        NOT NULL,
  used_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, address)
);
CREATE INDEX account_address_used ON account_address (account_id, used_at DESC);
CREATE INDEX account_address_of ON account_address (address, account_id);

-- Who did it, where that is somebody else than whom it is about.
ALTER TABLE audit_log ADD COLUMN actor_id bigint;
CREATE INDEX audit_log_actor ON audit_log (actor_id, id) WHERE actor_id IS NOT NULL;

-- The rules of the house, in the order of position. One that is given up stays for the reports
-- that name it.
CREATE TABLE rule (
  id         bigint PRIMARY KEY,
  position   integer     NOT NULL,
  text       text        NOT NULL CHECK (length(text) BETWEEN 1 AND 300),
  hint       text        NOT NULL DEFAULT '' CHECK (length(hint) <= 2000),
  created_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz
);

CREATE TABLE report (
  id              bigint PRIMARY KEY,
  account_id      bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  target_id       bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  category        text        NOT NULL CHECK (category IN ('spam', 'legal', 'violation', 'other')),
  comment         text        NOT NULL DEFAULT '' CHECK (length(comment) <= 1000),
  status_ids      bigint[]    NOT NULL DEFAULT '{}',
  rule_ids        bigint[]    NOT NULL DEFAULT '{}',
  assigned_id     bigint      REFERENCES account ON DELETE SET NULL,
  action_taken_id bigint      REFERENCES account ON DELETE SET NULL,
  action_taken_at timestamptz,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX report_open ON report (id DESC) WHERE action_taken_at IS NULL;
CREATE INDEX report_resolved ON report (id DESC) WHERE action_taken_at IS NOT NULL;
CREATE INDEX report_account ON report (account_id, id DESC);
CREATE INDEX report_target ON report (target_id, id DESC);
CREATE INDEX report_assigned ON report (assigned_id) WHERE assigned_id IS NOT NULL;
CREATE INDEX report_action_taken ON report (action_taken_id) WHERE action_taken_id IS NOT NULL;

-- What a moderator told somebody, or did to their account.
CREATE TABLE account_warning (
  id         bigint PRIMARY KEY,
  account_id bigint      REFERENCES account ON DELETE SET NULL,
  target_id  bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  report_id  bigint      REFERENCES report ON DELETE SET NULL,
  action     text        NOT NULL CHECK (action IN ('none', 'sensitive', 'disable', 'silence',
                                                    'suspend', 'delete_statuses')),
  text       text        NOT NULL DEFAULT '' CHECK (length(text) <= 5000),
  status_ids bigint[]    NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX account_warning_target ON account_warning (target_id, id DESC);
CREATE INDEX account_warning_account ON account_warning (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX account_warning_report ON account_warning (report_id) WHERE report_id IS NOT NULL;
