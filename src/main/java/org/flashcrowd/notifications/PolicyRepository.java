package org.flashcrowd.notifications;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.notifications.Policy.Verdict;

/** The statements of policies. */
final class PolicyRepository {
  private static final Policy UNTOUCHED =
      new Policy(Verdict.ACCEPT, Verdict.ACCEPT, Verdict.ACCEPT, Verdict.ACCEPT, Verdict.FILTER);

  private static final String COLUMNS =
      """
      for_not_following::text, for_not_followers::text, for_new_accounts::text,
      for_private_mentions::text, for_limited_accounts::text
      """;

  private static final Query OF =
      Query.named(
          "policies.of", "SELECT " + COLUMNS + " FROM notification_policy WHERE account_id = $1");

  private static final Query CHANGE =
      Query.named(
          "policies.change",
          """
          INSERT INTO notification_policy AS p (account_id, for_not_following, for_not_followers,
              for_new_accounts, for_private_mentions, for_limited_accounts)
          VALUES ($1,
                  coalesce($2::text, 'accept')::notification_verdict,
                  coalesce($3::text, 'accept')::notification_verdict,
                  coalesce($4::text, 'accept')::notification_verdict,
                  coalesce($5::text, 'accept')::notification_verdict,
                  coalesce($6::text, 'filter')::notification_verdict)
          ON CONFLICT (account_id) DO UPDATE SET
            for_not_following = coalesce($2::text::notification_verdict, p.for_not_following),
            for_not_followers = coalesce($3::text::notification_verdict, p.for_not_followers),
            for_new_accounts = coalesce($4::text::notification_verdict, p.for_new_accounts),
            for_private_mentions =
              coalesce($5::text::notification_verdict, p.for_private_mentions),
            for_limited_accounts =
              coalesce($6::text::notification_verdict, p.for_limited_accounts)
          RETURNING
          """
              + COLUMNS);

  Future<Policy> of(Sql sql, long account) {
    return sql.first(OF, PolicyRepository::policy, account).map(found -> found.orElse(UNTOUCHED));
  }

  private static Policy policy(Row row) {
    return new Policy(
        Verdict.of(row.getString("for_not_following")),
        Verdict.of(row.getString("for_not_followers")),
        Verdict.of(row.getString("for_new_accounts")),
        Verdict.of(row.getString("for_private_mentions")),
        Verdict.of(row.getString("for_limited_accounts")));
  }

  Future<Policy> change(Sql sql, long account, Policy.Change change) {
    return sql.first(
            CHANGE,
            PolicyRepository::policy,
            account,
            change.notFollowing(),
            change.notFollowers(),
            change.newAccounts(),
            change.privateMentions(),
            change.limitedAccounts())
        .map(changed -> changed.orElse(UNTOUCHED));
  }
}
