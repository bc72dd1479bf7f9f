-- Those whose suspension ends in their removal, the longest suspended first.
CREATE INDEX account_suspended_since ON account (suspended_at)
  WHERE suspended_at IS NOT NULL AND removed_at IS NULL;
