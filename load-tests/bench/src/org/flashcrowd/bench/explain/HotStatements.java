package org.flashcrowd.bench.explain;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.flashcrowd.bench.run.World;

/**
 * The statements that most requests and most jobs run, each with arguments as they come: of a
 * reader whose feed is kept, of the posts that are on top, of an author with many followers.
 */
final class HotStatements {
  /**
   * One statement as it is asked.
   *
   * @param when it runs
   * @param arguments as SQL
   */
  record Asked(String name, String when, List<String> arguments) {}

  private static final String ALL = "9223372036854775807";

  private final World world;

  HotStatements(World world) {
    this.world = world;
  }

  List<Asked> all() throws SQLException {
    String reader = String.valueOf(world.people().get(1).id());
    String author = String.valueOf(world.people().getFirst().id());
    String posts = array(world.statuses());
    String post = String.valueOf(world.statuses().getFirst());
    String latest = String.valueOf(world.number("SELECT max(id) FROM status"));
    String fresh = String.valueOf(world.number("SELECT max(id) + 1 FROM status"));
    String accounts = array(world.people().stream().map(World.Person::id).toList());
    String follower =
        String.valueOf(
            world.number(
                "SELECT account_id FROM follow WHERE target_id = %s ORDER BY account_id OFFSET 1000 LIMIT 1"
                    .formatted(author)));
    return List.of(
        asked("auth.token-caller", "a token that this node does not know", "'\\x00'::bytea"),
        asked("timelines.home", "GET timelines/home", ALL, "0", "20", reader, "2592000"),
        asked("timelines.public", "GET timelines/public", ALL, "0", "20", "NULL", "false"),
        asked("statuses.posts-seen-by", "each page of posts, signed in", reader, posts),
        asked("statuses.posts-seen-by-anybody", "each page of posts, not signed in", posts),
        asked("statuses.seen-by", "each page with boosts, signed in", reader, posts),
        asked("statuses.seen-by-anybody", "each page with boosts, not signed in", posts),
        asked("statuses.by-ids", "posts that are in no cache", posts),
        asked("statuses.mentions", "posts that are in no cache", posts),
        asked("media.of-statuses", "posts that are in no cache", posts),
        asked("accounts.shown", "profiles that are in no cache", accounts),
        asked("graph.relationships", "GET accounts/relationships", reader, accounts, "false"),
        asked(
            "notifications.page",
            "GET notifications",
            ALL,
            "0",
            "20",
            reader,
            "'{mention,favourite,follow,reblog}'",
            "NULL",
            "false"),
        asked(
            "statuses.insert",
            "POST statuses",
            fresh,
            reader,
            "NULL",
            "'published'",
            "'public'",
            "'A walk by the sea'",
            "''",
            "false",
            "'en'",
            "NULL",
            "NULL",
            "0::smallint"),
        asked("statuses.count-author", "POST statuses", reader, "1"),
        asked("statuses.favourite", "POST favourite", reader, post, fresh),
        asked("statuses.count-status", "POST favourite", post, "1", "0", "0"),
        asked("timelines.push", "fan-out, a chunk of followers", latest, author, "0", follower),
        asked(
            "timelines.trim",
            "fan-out, a chunk of followers",
            latest,
            author,
            "0",
            follower,
            "800"),
        asked(
            "events.insert",
            "POST events, a group of many calls",
            "array_fill(now(), '{1000}')",
            "array_fill(NULL::timestamptz, '{1000}')",
            "array_fill(1::bigint, '{1000}')",
            "array_fill(%s::bigint, '{1000}')".formatted(post),
            "array_fill(900, '{1000}')",
            "array_fill('view'::text, '{1000}')"),
        asked("jobs.claim", "the queue", "1", "'{timelines.fan-out,media.process}'", "'{16,16}'"),
        asked("jobs.complete", "the queue", "'{1,2,3}'", "'{1,1,1}'"),
        asked("jobs.promote", "the queue"));
  }

  private static Asked asked(String name, String when, String... arguments) {
    return new Asked(name, when, List.of(arguments));
  }

  private static String array(List<Long> ids) {
    return ids.stream().limit(20).map(String::valueOf).collect(Collectors.joining(",", "'{", "}'"));
  }
}
