package org.flashcrowd.membership;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.flashcrowd.auth.SignOuts;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.jobs.Lane;

/**
 * Removes accounts for good. For everybody else the account is gone as the transaction commits; its
 * posts, pictures and everything else that is its own follow in the background.
 *
 * <p>What stays is an empty row with the name, so that nobody can come back as somebody else, the
 * audit log, and what others reported.
 */
public final class AccountRemoval {
  static final JobKind REMOVE =
      JobKind.named("membership.remove", Role.SCHEDULE)
          .lane(Lane.BACKFILL)
          .timeout(Duration.ofMinutes(5))
          .maxAttempts(1_000);

  // What is under way with a token that has just died ends long before this; the second pass takes
  // what it still wrote.
  private static final Duration SECOND_PASS = Duration.ofMinutes(10);

  // The address is free for somebody else at once; the name never is.
  private static final Query VANISH =
      Query.named(
          "membership.vanish",
          """
          WITH address AS (
            DELETE FROM credential WHERE account_id = $1
          )
          UPDATE account
             SET removed_at = now(), suspended_at = coalesce(suspended_at, now()), role = 'user',
                 display_name = '', note = '', fields = '[]', avatar_media_id = NULL,
                 header_media_id = NULL, default_language = NULL, discoverable = false,
                 indexable = false
           WHERE id = $1 AND removed_at IS NULL
          RETURNING username
          """);

  private final Jobs jobs;
  private final SignOuts signOuts;

  AccountRemoval(Jobs jobs, SignOuts signOuts) {
    this.jobs = jobs;
    this.signOuts = signOuts;
  }

  /**
   * Ends the account within the caller's transaction: it cannot be signed in to, found or seen, and
   * what it left is removed by jobs. Announces {@code account.removed {account}}. Who asked for it
   * is for the caller to write into the audit log.
   *
   * @return the name that stays reserved; empty when there is no such account, or no longer
   */
  public Future<Optional<String>> enqueue(Sql tx, long account) {
    return tx.first(VANISH, row -> row.getString("username"), account)
        .compose(
            name ->
                name.isEmpty()
                    ? Future.succeededFuture(name)
                    : signOuts
                        .everywhere(tx, account, "account.removed")
                        .compose(out -> announce(tx, account))
                        .map(name));
  }

  private Future<Void> announce(Sql tx, long account) {
    JsonObject args = new JsonObject().put("account", account);
    return jobs.announce(tx, "account.removed", args, account)
        .compose(announced -> jobs.enqueue(tx, pass(account, 1)));
  }

  private static JobRequest pass(long account, int pass) {
    return JobRequest.of(REMOVE, new JsonObject().put("account", account).put("pass", pass))
        .uniqueKey(account + "/" + pass)
        .owner(account);
  }

  /** The same work again, after what is still under way. */
  static JobRequest again(long account, int pass, Duration wait) {
    return pass(account, pass).delay(wait);
  }

  static JobRequest secondPass(long account) {
    return again(account, 2, SECOND_PASS);
  }
}
