package org.flashcrowd.auth;

import io.vertx.core.Future;
import java.net.InetAddress;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/**
 * Where accounts were signed in to from, for moderators to see. Of each account the latest {@value
 * #KEPT} addresses are kept, none longer than a year.
 */
final class Addresses {
  private static final int KEPT = 20;

  private static final Query USED =
      Query.named(
          "auth.address-used",
          """
          WITH old AS (
            DELETE FROM account_address
             WHERE account_id = $1 AND address <> $2::text::inet
               AND (used_at < now() - interval '1 year'
                    OR address IN (SELECT a.address FROM account_address a
                                    WHERE a.account_id = $1
                                    ORDER BY a.used_at DESC OFFSET $3))
          )
          INSERT INTO account_address (account_id, address) VALUES ($1, $2::text::inet)
          ON CONFLICT (account_id, address) DO UPDATE SET used_at = now()
          """);

  private Addresses() {}

  /**
   * Notes an address of an account that has just signed in, within the caller's transaction.
   *
   * @param address null from the command line
   */
  static Future<Void> used(Sql tx, long account, @Nullable String address) {
    String literal = address == null ? null : literal(address);
    return literal == null
        ? Future.succeededFuture()
        : tx.update(USED, account, literal, KEPT).mapEmpty();
  }

  /** As PostgreSQL reads it, without the zone of a link-local one; null for what is no address. */
  private static @Nullable String literal(String address) {
    try {
      String bare = address.split("%", 2)[0];
      return InetAddress.ofLiteral(bare).getHostAddress();
    } catch (IllegalArgumentException unknown) {
      return null;
    }
  }
}
