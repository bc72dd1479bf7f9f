package org.flashcrowd.portability;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.accounts.Account;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.graph.FollowOptions;
import org.flashcrowd.graph.Graph;
import org.flashcrowd.http.Failure;
import org.flashcrowd.statuses.Interactions;
import org.jspecify.annotations.Nullable;

/** Does what the lines of a list say, as if their account had done it by hand. */
final class Importer {
  private static final Pattern ADDRESS = Pattern.compile("@?([A-Za-z0-9_]+)(?:@(.+))?");
  private static final Pattern POST =
      Pattern.compile("/(?:@|users/)[^/]+/(?:statuses/)?(\\d{1,19})");

  private final Accounts accounts;
  private final Graph graph;
  private final Interactions interactions;
  private final OwnLists.Place place;

  Importer(Accounts accounts, Graph graph, Interactions interactions, OwnLists.Place place) {
    this.accounts = accounts;
    this.graph = graph;
    this.interactions = interactions;
    this.place = place;
  }

  /** How many of the lines could be done; fails where the server, not a line, is in trouble. */
  Future<Integer> bring(long account, ImportKind kind, List<ImportRepository.Waiting> lines) {
    return bring(account, kind, lines, 0, 0);
  }

  private Future<Integer> bring(
      long account, ImportKind kind, List<ImportRepository.Waiting> lines, int at, int done) {
    return at == lines.size()
        ? Future.succeededFuture(done)
        : one(account, kind, lines.get(at))
            .map(nothing -> 1)
            .recover(
                failure ->
                    failure instanceof Failure
                        ? Future.succeededFuture(0)
                        : Future.failedFuture(failure))
            .compose(more -> bring(account, kind, lines, at + 1, done + more));
  }

  private Future<Void> one(long account, ImportKind kind, ImportRepository.Waiting line) {
    return switch (kind) {
      case FOLLOWING ->
          target(line.target())
              .compose(target -> graph.follow(account, target, options(line.options())));
      case BLOCKING -> target(line.target()).compose(target -> graph.block(account, target));
      case MUTING ->
          target(line.target())
              .compose(
                  target ->
                      graph.mute(
                          account, target, line.options().getBoolean("notifications", true), null));
      case BOOKMARKS ->
          Future.succeededFuture()
              .compose(start -> interactions.bookmark(account, post(line.target())));
    };
  }

  /** Somebody of this server; fails with 404 for everybody else. */
  private Future<Long> target(String address) {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches() || !isHere(parts.group(2))) {
      return Future.failedFuture(Failure.notFound());
    }
    return accounts
        .byUsername(parts.group(1))
        .map(found -> found.map(Account::id).orElseThrow(Failure::notFound));
  }

  private boolean isHere(@Nullable String host) {
    return host == null || host.equalsIgnoreCase(place.host());
  }

  private long post(String url) {
    Matcher path =
        POST.matcher(
            url.startsWith(place.publicUrl()) ? url.substring(place.publicUrl().length()) : "");
    if (!path.matches()) {
      throw Failure.notFound();
    }
    try {
      return Long.parseLong(path.group(1));
    } catch (NumberFormatException tooLarge) {
      throw Failure.notFound();
    }
  }

  private static FollowOptions options(JsonObject line) {
    List<String> languages =
        Optional.ofNullable(line.getJsonArray("languages")).map(JsonArray::stream).stream()
            .flatMap(codes -> codes)
            .map(String::valueOf)
            .toList();
    return new FollowOptions(
        line.getBoolean("reblogs"),
        line.getBoolean("notify"),
        line.containsKey("languages") ? languages : null);
  }
}
