-- Who may be shown to people who did not ask for them by name: nobody, either, whose photos a
-- moderator put behind a warning.
CREATE OR REPLACE FUNCTION discoverable_accounts() RETURNS SETOF account LANGUAGE sql STABLE AS $$
  SELECT a.*
    FROM account a
   WHERE a.discoverable AND a.suspended_at IS NULL AND a.silenced_at IS NULL
     AND a.sensitized_at IS NULL
     AND NOT EXISTS (SELECT FROM credential c
                      WHERE c.account_id = a.id
                        AND (c.approved_at IS NULL OR c.confirmed_at IS NULL))
$$;
