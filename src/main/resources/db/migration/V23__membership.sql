-- When an account was removed for good. Its row stays, empty, so that its name is never given out
-- again; jobs remove what else it left.
ALTER TABLE account ADD COLUMN removed_at timestamptz;

-- What a removal looks up by account, where no index began with it so far.
CREATE INDEX access_token_of_account ON access_token (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX authorization_code_account ON authorization_code (account_id);

-- What was reported outlives both who reported it and who was: without its words, but counted.
ALTER TABLE report
  DROP CONSTRAINT report_account_id_fkey,
  DROP CONSTRAINT report_target_id_fkey,
  ADD FOREIGN KEY (account_id) REFERENCES account,
  ADD FOREIGN KEY (target_id) REFERENCES account;
