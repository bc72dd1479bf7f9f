package org.flashcrowd.streaming;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What is published of a post: on which channels, under which names and with which arguments. Ids
 * and yes or no, never what the post says.
 */
final class StatusEvents {
  /** Every post, for homes and lists: who gets it is worked out where they listen. */
  static final String HOME = "home";

  /** Posts of the public timeline. */
  static final String PUBLIC = "public";

  static final String UPDATE = "update";
  static final String EDIT = "status.update";
  static final String DELETE = "delete";

  private StatusEvents() {}

  /**
   * The channel of posts with a tag.
   *
   * @param key as tags are compared
   */
  static String hashtag(String key) {
    return "hashtag:" + key;
  }

  /**
   * An event's arguments.
   *
   * @param author whose post
   * @param direct only for those it names
   * @param media whether it has photos
   */
  record Args(long status, long author, boolean direct, boolean media) {
    JsonObject json() {
      return new JsonObject()
          .put("status", status)
          .put("author", author)
          .put("direct", direct)
          .put("media", media);
    }

    static Args of(JsonObject json) {
      return new Args(
          json.getLong("status"),
          json.getLong("author"),
          json.getBoolean("direct"),
          json.getBoolean("media"));
    }
  }

  /** The channels on which a post's events are told. */
  static List<String> hashtags(List<String> keys) {
    return keys.stream().map(StatusEvents::hashtag).toList();
  }
}
