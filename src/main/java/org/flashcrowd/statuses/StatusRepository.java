package org.flashcrowd.statuses;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The rows of posts, as they are read. */
final class StatusRepository {
  static final Query BY_IDS =
      Query.named(
          "statuses.by-ids",
          """
          SELECT s.*, a.username, a.sensitized_at IS NOT NULL AS sensitized,
                 p.name AS application_name, p.website AS application_website
            FROM status s
            JOIN account a ON a.id = s.account_id
            LEFT JOIN application p ON p.id = s.application_id
           WHERE s.id = ANY ($1)
          """);
  static final Query MENTIONS =
      Query.named(
          "statuses.mentions",
          """
          SELECT m.status_id, a.id, a.username
            FROM mention m JOIN account a ON a.id = m.account_id
           WHERE m.status_id = ANY ($1)
          """);

  /** What {@link StatusStamp#BOTH} needs beside s, a post or a boost. */
  static final String JOINS = StatusStamp.OF_POST + StatusStamp.OF_BOOSTED;

  // Of posts alone: half of what there is to plan and to set up, which is most of the cost of one.
  // Without boosts visible_statuses() is readable_statuses().
  static final Query POSTS_SEEN_BY =
      Query.named(
          "statuses.posts-seen-by",
          """
          SELECT :stamp, :own
            FROM readable_statuses($1) s :joins
           WHERE s.id = ANY ($2) AND s.reblog_of_id IS NULL
          """
              .replace(":stamp", StatusStamp.ONE)
              .replace(":joins", StatusStamp.OF_POST)
              .replace(":own", OwnColumns.ofPost("$1")));
  static final Query POSTS_SEEN_BY_ANYBODY =
      Query.named(
          "statuses.posts-seen-by-anybody",
          """
          SELECT :stamp
            FROM readable_statuses(NULL) s :joins
           WHERE s.id = ANY ($1) AND s.reblog_of_id IS NULL
          """
              .replace(":stamp", StatusStamp.ONE)
              .replace(":joins", StatusStamp.OF_POST));
  // Visibility and what the viewer did to each post (or to what it boosts), in one query a page.
  static final Query SEEN_BY =
      Query.named(
          "statuses.seen-by",
          """
          SELECT :stamps, :own
            FROM visible_statuses($1) s :joins
           WHERE s.id = ANY ($2)
          """
              .replace(":stamps", StatusStamp.BOTH)
              .replace(":joins", JOINS)
              .replace(":own", OwnColumns.of("$1")));
  static final Query SEEN_BY_ANYBODY =
      Query.named(
          "statuses.seen-by-anybody",
          """
          SELECT :stamps FROM visible_statuses(NULL) s :joins WHERE s.id = ANY ($1)
          """
              .replace(":stamps", StatusStamp.BOTH)
              .replace(":joins", JOINS));
  private static final Query TARGET =
      Query.named(
          "statuses.target",
          """
          SELECT o.id, o.account_id, o.visibility, o.state
            FROM visible_statuses($1) s JOIN status o ON o.id = coalesce(s.reblog_of_id, s.id)
           WHERE s.id = $2
          """);
  private static final Query OWN_BOOST =
      Query.named(
          "statuses.own-boost",
          """
          SELECT :stamps FROM status s :joins
           WHERE s.account_id = $1 AND s.reblog_of_id IS NOT NULL
             AND (s.id = $2 OR s.reblog_of_id = $2)
          """
              .replace(":stamps", StatusStamp.BOTH)
              .replace(":joins", JOINS));
  private static final Query SOURCE =
      Query.named(
          "statuses.source",
          """
          SELECT o.id, o.text, o.spoiler_text
            FROM visible_statuses($1) s JOIN status o ON o.id = coalesce(s.reblog_of_id, s.id)
           WHERE s.id = $2
          """);

  /**
   * A post that a viewer may see, and what is the viewer's own about it.
   *
   * @param boosted what it boosts; null for a post
   */
  record Seen(StatusStamp post, @Nullable StatusStamp boosted, StatusView.@Nullable Own own) {
    long id() {
      return post.id();
    }

    /** Of all that it takes to show it. */
    List<StatusStamp> stamps() {
      return boosted == null ? List.of(post) : List.of(post, boosted);
    }
  }

  /** The post that an action is about: of a boost, what it boosts. */
  record Target(long id, long account, Visibility visibility, StatusState state) {}

  /** In no particular order; missing ones are left out. */
  Future<List<Status>> byIds(Sql sql, Collection<Long> ids) {
    return sql.list(BY_IDS, StatusRepository::status, (Object) ids.toArray(Long[]::new));
  }

  Future<Map<Long, List<Mention>>> mentions(Sql sql, Collection<Long> statuses) {
    return sql.run(MENTIONS, (Object) statuses.toArray(Long[]::new))
        .map(
            rows -> {
              Map<Long, List<Mention>> mentions = new HashMap<>();
              for (Row row : rows) {
                mentions
                    .computeIfAbsent(row.getLong("status_id"), none -> new ArrayList<>(2))
                    .add(new Mention(row.getLong("id"), row.getString("username")));
              }
              return mentions;
            });
  }

  /** Those of these posts that the viewer may see; boosts are left out. */
  Future<List<Seen>> postsSeenBy(Sql sql, @Nullable Long viewer, Collection<Long> ids) {
    Object wanted = ids.toArray(Long[]::new);
    return viewer == null
        ? sql.list(POSTS_SEEN_BY_ANYBODY, row -> post(row, /* signedIn= */ false), wanted)
        : sql.list(POSTS_SEEN_BY, row -> post(row, /* signedIn= */ true), viewer, wanted);
  }

  private static Seen post(Row row, boolean signedIn) {
    StatusStamp post = Objects.requireNonNull(StatusStamp.read(row, 0));
    return new Seen(post, null, signedIn ? OwnColumns.read(row, StatusStamp.COLUMNS) : null);
  }

  /** Those of these posts and boosts that the viewer may see. */
  Future<List<Seen>> seenBy(Sql sql, @Nullable Long viewer, Collection<Long> ids) {
    Object wanted = ids.toArray(Long[]::new);
    return (viewer == null
            ? sql.list(SEEN_BY_ANYBODY, row -> seen(row, 0, /* signedIn= */ false), wanted)
            : sql.list(SEEN_BY, row -> seen(row, 0, /* signedIn= */ true), viewer, wanted))
        .map(seen -> seen.stream().flatMap(Optional::stream).toList());
  }

  /**
   * Reads {@link StatusStamp#BOTH} and, after it, {@link OwnColumns}.
   *
   * @param at the place of the first column
   * @return empty where what is boosted went meanwhile
   */
  static Optional<Seen> seen(Row row, int at, boolean signedIn) {
    StatusStamp post = Objects.requireNonNull(StatusStamp.read(row, at));
    Long reblogOf = row.getLong(at + StatusStamp.COLUMNS);
    StatusStamp boosted =
        reblogOf == null ? null : StatusStamp.read(row, at + StatusStamp.COLUMNS + 1);
    return reblogOf != null && boosted == null
        ? Optional.empty()
        : Optional.of(
            new Seen(
                post,
                boosted,
                signedIn ? OwnColumns.read(row, at + StatusStamp.COLUMNS_OF_BOTH) : null));
  }

  Future<Optional<Target>> target(Sql sql, long viewer, long id) {
    return sql.first(TARGET, StatusRepository::target, viewer, id);
  }

  /** The boost of this id, or of the post of this id. */
  Future<Optional<StatusStamp>> ownBoost(Sql sql, long account, long id) {
    return sql.first(
        OWN_BOOST, row -> Objects.requireNonNull(StatusStamp.read(row, 0)), account, id);
  }

  private static Target target(Row row) {
    return new Target(
        row.getLong("id"),
        row.getLong("account_id"),
        visibility(row),
        StatusState.of(row.getString("state")));
  }

  Future<Optional<StatusSourceView>> source(Sql sql, long viewer, long id) {
    return sql.first(
        SOURCE,
        row ->
            new StatusSourceView(
                Long.toString(row.getLong("id")),
                row.getString("text"),
                row.getString("spoiler_text")),
        viewer,
        id);
  }

  private static Status status(Row row) {
    return new Status(
        row.getLong("id"),
        row.getLong("account_id"),
        row.getString("username"),
        StatusState.of(row.getString("state")),
        row.getString("failure"),
        visibility(row),
        new Status.Words(
            row.getString("text"),
            row.getString("spoiler_text"),
            row.getBoolean("sensitive") || row.getBoolean("sensitized"),
            row.getString("language")),
        reply(row),
        row.getLong("reblog_of_id"),
        row.getShort("media_count"),
        application(row),
        row.getOffsetDateTime("created_at").toInstant(),
        edited(row.getOffsetDateTime("edited_at")));
  }

  static Visibility visibility(Row row) {
    return Visibility.of(row.getString("visibility")).orElseThrow();
  }

  private static Status.@Nullable Reply reply(Row row) {
    Long account = row.getLong("in_reply_to_account_id");
    return account == null ? null : new Status.Reply(row.getLong("in_reply_to_id"), account);
  }

  private static StatusView.@Nullable ApplicationView application(Row row) {
    String name = row.getString("application_name");
    return name == null
        ? null
        : new StatusView.ApplicationView(name, row.getString("application_website"));
  }

  private static java.time.@Nullable Instant edited(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
