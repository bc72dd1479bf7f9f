package org.flashcrowd.streaming;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Json;

/**
 * What a client asks for in a message: {@code {"type":"subscribe","stream":"hashtag","tag":"x"}}.
 */
record Command(Type type, Stream stream) {
  /** What it asks. */
  enum Type {
    SUBSCRIBE,
    UNSUBSCRIBE
  }

  /**
   * Reads a message.
   *
   * @throws Failure 400 with a sentence that says what is wrong with it
   */
  static Command parse(String message) {
    JsonNode fields = read(message);
    Type type =
        switch (text(fields, "type").orElse("")) {
          case "subscribe" -> Type.SUBSCRIBE;
          case "unsubscribe" -> Type.UNSUBSCRIBE;
          default -> throw Failure.badRequest("Unknown message type");
        };
    return new Command(
        type,
        Stream.parse(text(fields, "stream").orElse(""), text(fields, "tag"), text(fields, "list")));
  }

  private static JsonNode read(String message) {
    try {
      return Json.MAPPER.readTree(message);
    } catch (JsonProcessingException malformed) {
      throw Failure.badRequest("The message is not JSON");
    }
  }

  /** A text, or the number that some clients send as a list's id. */
  private static Optional<String> text(JsonNode fields, String name) {
    JsonNode value = fields.path(name);
    return value.isTextual() || value.isIntegralNumber()
        ? Optional.of(value.asText())
        : Optional.empty();
  }
}
