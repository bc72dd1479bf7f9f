package org.flashcrowd.push;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.push.Subscription.Audience;
import org.jspecify.annotations.Nullable;

/** The statements of subscriptions. */
final class SubscriptionRepository {
  private static final String COLUMNS =
      "s.id, s.endpoint, s.p256dh, s.auth, s.standard, s.alerts, s.policy";

  // A token has one: the next replaces it, by another id.
  private static final Query REPLACE =
      Query.named(
          "push.subscribe",
          """
          INSERT INTO push_subscription AS s
            (token_id, account_id, endpoint, p256dh, auth, standard, alerts, policy)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
          ON CONFLICT (token_id) DO UPDATE
            SET id = excluded.id, account_id = excluded.account_id, endpoint = excluded.endpoint,
                p256dh = excluded.p256dh, auth = excluded.auth, standard = excluded.standard,
                alerts = excluded.alerts, policy = excluded.policy, paused_until = NULL
          RETURNING
          """
              + COLUMNS);

  private static final Query OF =
      Query.named(
          "push.of-token", "SELECT " + COLUMNS + " FROM push_subscription s WHERE token_id = $1");

  private static final Query CHANGE =
      Query.named(
          "push.change",
          """
          UPDATE push_subscription s SET alerts = $2, policy = $3 WHERE token_id = $1
          RETURNING
          """
              + COLUMNS);

  private static final Query REMOVE =
      Query.named("push.unsubscribe", "DELETE FROM push_subscription WHERE token_id = $1");

  private static final Query DELETE =
      Query.named("push.delete", "DELETE FROM push_subscription WHERE id = $1");

  private static final Query PAUSE =
      Query.named(
          "push.pause",
          """
          UPDATE push_subscription SET paused_until = now() + $2 * interval '1 second'
           WHERE id = $1
          """);

  static final Query WANTED =
      Query.named(
          "push.wanted",
          """
          SELECT s.id AS subscription_id, n.id AS notification_id, n.account_id
            FROM notification n
            JOIN push_subscription s ON s.account_id = n.account_id AND n.type = ANY (s.alerts)
            JOIN access_token t ON t.id = s.token_id AND t.revoked_at IS NULL
           WHERE n.id = ANY ($1)
             AND CASE s.policy
                   WHEN 'followed' THEN EXISTS (SELECT FROM follow f
                                                 WHERE f.account_id = n.account_id
                                                   AND f.target_id = n.from_account_id)
                   WHEN 'follower' THEN EXISTS (SELECT FROM follow f
                                                 WHERE f.account_id = n.from_account_id
                                                   AND f.target_id = n.account_id)
                   ELSE s.policy = 'all'
                 END
          """);

  private static final Query DUE =
      Query.named(
          "push.due",
          "SELECT "
              + COLUMNS
              + """
              , s.account_id, s.paused_until
                FROM push_subscription s
                JOIN access_token t ON t.id = s.token_id AND t.revoked_at IS NULL
                JOIN account a ON a.id = s.account_id AND a.suspended_at IS NULL
               WHERE s.id = $1
              """);

  /** A push that is wanted. */
  record Wanted(long subscription, long notification, long account) {}

  /**
   * A subscription that is alive.
   *
   * @param pausedUntil when its service takes pushes again; null for now
   */
  record Due(Subscription subscription, long account, @Nullable Instant pausedUntil) {}

  Future<Subscription> replace(Sql sql, long token, long account, Subscription subscription) {
    return sql.first(
            REPLACE,
            SubscriptionRepository::subscription,
            token,
            account,
            subscription.endpoint().toString(),
            subscription.keys().p256dh(),
            subscription.keys().auth(),
            subscription.standard(),
            subscription.alerts().toArray(String[]::new),
            SubscriptionForm.wire(subscription.policy()))
        .map(Optional::orElseThrow);
  }

  private static Subscription subscription(Row row) {
    return new Subscription(
        row.getInteger("id"),
        URI.create(row.getString("endpoint")),
        new Subscription.Keys(row.getBuffer("p256dh"), row.getBuffer("auth")),
        row.getBoolean("standard"),
        Set.of(row.getArrayOfStrings("alerts")),
        Audience.valueOf(row.getString("policy").toUpperCase(Locale.ROOT)));
  }

  Future<Optional<Subscription>> ofToken(Sql sql, long token) {
    return sql.first(OF, SubscriptionRepository::subscription, token);
  }

  Future<Optional<Subscription>> change(Sql sql, long token, Set<String> alerts, Audience policy) {
    return sql.first(
        CHANGE,
        SubscriptionRepository::subscription,
        token,
        alerts.toArray(String[]::new),
        SubscriptionForm.wire(policy));
  }

  Future<Void> remove(Sql sql, long token) {
    return sql.run(REMOVE, token).mapEmpty();
  }

  Future<Void> delete(Sql sql, long id) {
    return sql.run(DELETE, id).mapEmpty();
  }

  /** Notes that its service takes nothing for so long. */
  Future<Void> pause(Sql sql, long id, Duration pause) {
    return sql.run(PAUSE, id, pause.toSeconds()).mapEmpty();
  }

  /** Which of these notifications go to which subscriptions. */
  Future<List<Wanted>> wanted(Sql sql, List<Long> notifications) {
    return sql.list(
        WANTED,
        row ->
            new Wanted(
                row.getInteger("subscription_id"),
                row.getLong("notification_id"),
                row.getLong("account_id")),
        (Object) notifications.toArray(Long[]::new));
  }

  Future<Optional<Due>> due(Sql sql, long id) {
    return sql.first(
        DUE,
        row -> {
          OffsetDateTime paused = row.getOffsetDateTime("paused_until");
          return new Due(
              subscription(row),
              row.getLong("account_id"),
              paused == null ? null : paused.toInstant());
        },
        id);
  }
}
