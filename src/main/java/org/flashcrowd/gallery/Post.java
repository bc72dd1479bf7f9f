package org.flashcrowd.gallery;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.flashcrowd.statuses.StatusView;
import org.jspecify.annotations.Nullable;

/**
 * A post with its photos, as its page and the pages of what it answers show it.
 *
 * @param depth of an answer to an answer: how far it is moved in
 */
public record Post(StatusView view, Author author, String url, List<Picture> pictures, int depth) {
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final int EXCERPT = 180;

  public Post {
    pictures = List.copyOf(pictures);
  }

  static Post of(StatusView view, List<Picture> pictures, int depth, Place place) {
    return new Post(
        view, Author.of(view.account(), place), place.local(view.head().url()), pictures, depth);
  }

  /** HTML that the sanitiser has seen. */
  public String content() {
    return view.body().content();
  }

  /** ISO 639 code of the text, if its author said. */
  public @Nullable String language() {
    return view.body().language();
  }

  /** Whether the reader is asked before it is shown. */
  public boolean covered() {
    return view.body().sensitive() || !view.body().spoilerText().isBlank();
  }

  /** Whether its words are covered too: they are what is warned of. */
  public boolean coveredText() {
    return !view.body().spoilerText().isBlank();
  }

  public String warning() {
    String said = view.body().spoilerText();
    return said.isBlank() ? "Sensitive content" : said;
  }

  public String time() {
    return view.head().createdAt().toString();
  }

  public String shownTime() {
    return SHOWN.format(view.head().createdAt());
  }

  public boolean edited() {
    return view.body().editedAt() != null;
  }

  /** Such as {@code 1,204 favourites}. */
  static String count(int count, String one, String many) {
    return String.format(Locale.ENGLISH, "%,d %s", count, count == 1 ? one : many);
  }

  public String favourites() {
    return count(view.body().favouritesCount(), "favourite", "favourites");
  }

  public String boosts() {
    return count(view.body().reblogsCount(), "boost", "boosts");
  }

  public String comments() {
    return count(view.body().repliesCount(), "comment", "comments");
  }

  /** The beginning of its text, on one line. */
  String excerpt() {
    return excerpt(view.body().contentText());
  }

  static String excerpt(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.codePointCount(0, line.length()) <= EXCERPT) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, EXCERPT)).stripTrailing() + "…";
  }
}
