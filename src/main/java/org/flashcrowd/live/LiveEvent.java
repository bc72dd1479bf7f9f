package org.flashcrowd.live;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Something that has just happened.
 *
 * @param channel where it was published, such as {@link Live#account}
 * @param name as the API's streams call it: {@code notification}, {@code filters_changed}…
 * @param args the ids that it is about
 */
public record LiveEvent(String channel, String name, JsonObject args) {
  private static final String NAME = "event";
  private static final String ARGS = "args";

  String encode() {
    return new JsonObject().put(NAME, name).put(ARGS, args).encode();
  }

  /** Empty for what is not one: anybody who can reach Redis can publish. */
  static Optional<LiveEvent> decode(String channel, String message) {
    try {
      JsonObject event = new JsonObject(message);
      String name = event.getString(NAME);
      JsonObject args = event.getJsonObject(ARGS);
      return name == null || args == null
          ? Optional.empty()
          : Optional.of(new LiveEvent(channel, name, args));
    } catch (DecodeException | ClassCastException malformed) {
      return Optional.empty();
    }
  }
}
