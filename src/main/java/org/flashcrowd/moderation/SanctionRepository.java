package org.flashcrowd.moderation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.flashcrowd.accounts.Account;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.moderation.Member.State;

/** Changes the rows of accounts that moderators act on. */
final class SanctionRepository {
  private static final Query LOCK =
      Query.named(
          "moderation.account-lock",
          """
          SELECT a.role, a.suspended_at, a.disabled_at, a.silenced_at, a.sensitized_at,
                 a.removed_at,
                 EXISTS (SELECT FROM credential c
                          WHERE c.account_id = a.id AND c.approved_at IS NULL) AS pending
            FROM account a WHERE a.id = $1 FOR NO KEY UPDATE OF a
          """);
  private static final Query ROLE =
      Query.named("moderation.role", "SELECT role FROM account WHERE id = $1");
  private static final Query APPROVE =
      Query.named(
          "moderation.approve",
          "UPDATE credential SET approved_at = now() WHERE account_id = $1 AND approved_at IS"
              + " NULL");

  /** An account about to be acted on. */
  record Target(Account.Role role, Set<State> states) {
    boolean is(State state) {
      return states.contains(state);
    }
  }

  /** The account, which nobody else changes until the transaction ends. */
  Future<Optional<Target>> lock(Sql tx, long account) {
    return tx.first(LOCK, SanctionRepository::target, account);
  }

  private static Target target(Row row) {
    Set<State> states = EnumSet.noneOf(State.class);
    for (State state :
        List.of(State.SENSITIZED, State.DISABLED, State.SILENCED, State.SUSPENDED, State.REMOVED)) {
      if (row.getOffsetDateTime(column(state)) != null) {
        states.add(state);
      }
    }
    if (row.getBoolean("pending")) {
      states.add(State.PENDING);
    }
    return new Target(role(row), states);
  }

  private static Account.Role role(Row row) {
    return Account.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT));
  }

  Future<Account.Role> role(Sql tx, long account) {
    return tx.first(ROLE, SanctionRepository::role, account)
        .map(found -> found.orElse(Account.Role.USER));
  }

  /** Since when it holds does not change where it holds already. */
  Future<Integer> set(Sql tx, long account, State state) {
    return tx.update(
        Query.named(
            "moderation.set-" + column(state),
            "UPDATE account SET %1$s = now() WHERE id = $1 AND %1$s IS NULL"
                .formatted(column(state))),
        account);
  }

  Future<Integer> clear(Sql tx, long account, State state) {
    return tx.update(
        Query.named(
            "moderation.clear-" + column(state),
            "UPDATE account SET %1$s = NULL WHERE id = $1 AND %1$s IS NOT NULL"
                .formatted(column(state))),
        account);
  }

  private static String column(State state) {
    return state.name().toLowerCase(Locale.ROOT) + "_at";
  }

  Future<Integer> approve(Sql tx, long account) {
    return tx.update(APPROVE, account);
  }
}
