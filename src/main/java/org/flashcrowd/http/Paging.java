package org.flashcrowd.http;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.ToLongFunction;
import org.flashcrowd.db.Page;

/**
 * Paging as the API has it: {@code max_id}, {@code since_id}, {@code min_id} and {@code limit} in,
 * a {@code Link} header out.
 */
public final class Paging {
  private static final List<String> CURSORS = List.of("max_id", "since_id", "min_id", "limit");

  private Paging() {}

  /** Reads the cursors and the limit, which is clamped to {@code mostLimit}. */
  public static Page of(Params params, int defaultLimit, int mostLimit) {
    boolean upwards = params.has("min_id") && cursor(params, "min_id", -1) >= 0;
    return new Page(
        cursor(params, "max_id", Long.MAX_VALUE),
        Math.max(cursor(params, "since_id", 0), cursor(params, "min_id", 0)),
        upwards,
        params.clamped("limit", defaultLimit, 1, mostLimit));
  }

  private static long cursor(Params params, String name, long otherwise) {
    Optional<String> text = params.text(name).filter(given -> !given.isBlank());
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.get().matches("\\d{1,19}")) {
      throw Failure.badRequest(name + " is not a cursor of this list");
    }
    try {
      return Long.parseLong(text.get());
    } catch (NumberFormatException beyondEveryId) {
      return Long.MAX_VALUE;
    }
  }

  /**
   * The {@code Link} header of a page: {@code next} is what is older, {@code prev} what is newer.
   * None for an empty page.
   */
  public static <T> Optional<String> links(
      Request request, Page page, List<T> newestFirst, ToLongFunction<T> key) {
    if (newestFirst.isEmpty()) {
      return Optional.empty();
    }
    String base = request.publicUrl(request.path()) + keptQuery(request, page);
    long oldest = key.applyAsLong(newestFirst.getLast());
    long newest = key.applyAsLong(newestFirst.getFirst());
    return Optional.of(
        "<%smax_id=%d>; rel=\"next\", <%smin_id=%d>; rel=\"prev\""
            .formatted(base, oldest, base, newest));
  }

  /** The same for what is read from its beginning: {@code next} is what comes after. */
  public static Optional<String> linksOnwards(Request request, Page page, List<Long> oldestFirst) {
    if (oldestFirst.isEmpty()) {
      return Optional.empty();
    }
    String base = request.publicUrl(request.path()) + keptQuery(request, page);
    return Optional.of(
        "<%smin_id=%d>; rel=\"next\", <%smax_id=%d>; rel=\"prev\""
            .formatted(base, oldestFirst.getLast(), base, oldestFirst.getFirst()));
  }

  /** The query string without the cursors, ready for one more field. */
  private static String keptQuery(Request request, Page page) {
    StringJoiner kept = new StringJoiner("&", "?", "&");
    kept.add("limit=" + page.limit());
    for (String field : request.query().split("&")) {
      String name = field.split("=", 2)[0];
      // Only what cannot break out of the angle brackets of the header; never the secret.
      if (!CURSORS.contains(name) && !name.equals("access_token") && isUrlSafe(field)) {
        kept.add(field);
      }
    }
    return kept.toString();
  }

  private static boolean isUrlSafe(String field) {
    return field.matches("[A-Za-z0-9%\\[\\]=._~:@+*-]+");
  }
}
