package org.flashcrowd.streaming;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flashcrowd.announcements.Announcements;
import org.flashcrowd.http.Failure;
import org.flashcrowd.live.Live;
import org.flashcrowd.text.RichText;

/**
 * One of the API's <a href="https://docs.joinmastodon.org/methods/streaming/#streams">streams</a>.
 *
 * @param argument the tag or the list's id, as the client wrote it; empty for the other kinds
 */
record Stream(Kind kind, String argument) {
  private static final int LONGEST_TAG = 300;

  /** What can be listened to. */
  enum Kind {
    USER,
    USER_NOTIFICATION,
    PUBLIC,
    PUBLIC_MEDIA,
    PUBLIC_LOCAL,
    PUBLIC_LOCAL_MEDIA,
    PUBLIC_REMOTE,
    PUBLIC_REMOTE_MEDIA,
    HASHTAG,
    HASHTAG_LOCAL,
    LIST,
    DIRECT;

    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', ':');

    /** As messages name it, such as {@code public:local}. */
    String wire() {
      return wire;
    }

    /** As paths name it, such as {@code public/local}. */
    String path() {
      return wire.replace(':', '/');
    }

    static Optional<Kind> of(String wire) {
      return List.of(values()).stream().filter(kind -> kind.wire.equals(wire)).findFirst();
    }

    /** The scope that the token needs. */
    String scope() {
      return this == USER_NOTIFICATION ? "read:notifications" : "read:statuses";
    }

    boolean onlyMedia() {
      return wire.endsWith(":media");
    }

    /** The same with photos alone, where there is one. */
    Kind media() {
      return of(wire + ":media").orElse(this);
    }

    boolean isHashtag() {
      return this == HASHTAG || this == HASHTAG_LOCAL;
    }
  }

  static Stream of(Kind kind) {
    return new Stream(kind, "");
  }

  /**
   * Reads what a client asks for.
   *
   * @throws Failure 400 with a sentence where it is not a stream; 404 for a list that cannot exist
   */
  static Stream parse(String name, Optional<String> tag, Optional<String> list) {
    Kind kind = Kind.of(name).orElseThrow(() -> Failure.badRequest("Unknown stream type"));
    return parse(kind, tag, list);
  }

  static Stream parse(Kind kind, Optional<String> tag, Optional<String> list) {
    if (kind.isHashtag()) {
      return new Stream(
          kind,
          tag.map(Stream::bare)
              .filter(name -> !RichText.tagKey(name).isBlank())
              .filter(name -> name.length() <= LONGEST_TAG)
              .orElseThrow(() -> Failure.badRequest("Missing tag name parameter")));
    }
    if (kind == Kind.LIST) {
      String id =
          list.filter(given -> !given.isBlank())
              .orElseThrow(() -> Failure.badRequest("Missing list name parameter"));
      // No list has another sort of id, or one that does not fit a bigint.
      if (!id.matches("\\d{1,18}")) {
        throw Failure.notFound();
      }
      return new Stream(kind, id);
    }
    return of(kind);
  }

  private static String bare(String tag) {
    String trimmed = tag.strip();
    return trimmed.startsWith("#") ? trimmed.substring(1) : trimmed;
  }

  /** The list's id, of a stream of that kind; 0 for the others. */
  long list() {
    return kind == Kind.LIST ? Long.parseLong(argument) : 0;
  }

  /** What messages say they belong to: {@code ["hashtag", "sunset"]}, {@code ["user"]}. */
  List<String> wire() {
    return argument.isEmpty() ? List.of(kind.wire()) : List.of(kind.wire(), argument);
  }

  /** The channels of live events that it is made of, for one account. */
  List<String> channels(long account) {
    return switch (kind) {
      case USER -> List.of(StatusEvents.HOME, Live.account(account), Announcements.CHANNEL);
      case LIST -> List.of(StatusEvents.HOME);
      case USER_NOTIFICATION, DIRECT -> List.of(Live.account(account));
      case PUBLIC, PUBLIC_MEDIA, PUBLIC_LOCAL, PUBLIC_LOCAL_MEDIA -> List.of(StatusEvents.PUBLIC);
      case HASHTAG, HASHTAG_LOCAL -> List.of(StatusEvents.hashtag(RichText.tagKey(argument)));
      // Everybody is local here: nothing ever happens elsewhere.
      case PUBLIC_REMOTE, PUBLIC_REMOTE_MEDIA -> List.of();
    };
  }
}
