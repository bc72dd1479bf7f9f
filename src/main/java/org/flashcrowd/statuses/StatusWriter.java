package org.flashcrowd.statuses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import org.flashcrowd.http.RawJson;

/**
 * Writes a post: what is the same in every answer as the bytes that were written once, and between
 * them its author, what is counted and what is the viewer's own. Nearly all that the API says is
 * posts.
 */
final class StatusWriter extends JsonSerializer<StatusView> {
  private static final SerializedString ACCOUNT = new SerializedString("account");
  private static final SerializedString REPLIES = new SerializedString("replies_count");
  private static final SerializedString REBLOGS = new SerializedString("reblogs_count");
  private static final SerializedString FAVOURITES = new SerializedString("favourites_count");
  private static final SerializedString REPLY = new SerializedString("reply_count");
  private static final SerializedString PINNED = new SerializedString("pinned");
  private static final SerializedString FILTERED = new SerializedString("filtered");
  private static final SerializedString REBLOG = new SerializedString("reblog");
  private static final RawJson[] FLAGS = flags();

  @Override
  public void serialize(StatusView post, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", post.id());
    json.writeRaw(post.fixed().head());
    json.writeFieldName(ACCOUNT);
    provider.defaultSerializeValue(post.account(), json);
    json.writeRaw(post.fixed().body());
    counts(post.body(), json);
    StatusView.Own own = post.own();
    if (own != null) {
      own(own, json, provider);
    }
    json.writeFieldName(REBLOG);
    StatusView boosted = post.reblog();
    if (boosted == null) {
      json.writeNull();
    } else {
      serialize(boosted, json, provider);
    }
    if (post.text() != null) {
      json.writeStringField("text", post.text());
    }
    json.writeEndObject();
  }

  private static void counts(StatusView.Body body, JsonGenerator json) throws IOException {
    json.writeFieldName(REPLIES);
    json.writeNumber(body.repliesCount());
    json.writeFieldName(REBLOGS);
    json.writeNumber(body.reblogsCount());
    json.writeFieldName(FAVOURITES);
    json.writeNumber(body.favouritesCount());
    json.writeFieldName(REPLY);
    json.writeNumber(body.replyCount());
  }

  private static void own(StatusView.Own own, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    json.writeRaw(FLAGS[number(own.favourited(), own.reblogged(), own.muted(), own.bookmarked())]);
    if (own.pinned() != null) {
      json.writeFieldName(PINNED);
      json.writeBoolean(own.pinned());
    }
    json.writeFieldName(FILTERED);
    if (own.filtered().isEmpty()) {
      json.writeStartArray();
      json.writeEndArray();
    } else {
      provider.defaultSerializeValue(own.filtered(), json);
    }
  }

  /** All that four flags can be. */
  private static RawJson[] flags() {
    RawJson[] flags = new RawJson[16];
    for (int i = 0; i < flags.length; i++) {
      flags[i] =
          RawJson.of(
              ",\"favourited\":%b,\"reblogged\":%b,\"muted\":%b,\"bookmarked\":%b"
                  .formatted((i & 1) != 0, (i & 2) != 0, (i & 4) != 0, (i & 8) != 0));
    }
    return flags;
  }

  private static int number(boolean first, boolean second, boolean third, boolean fourth) {
    return (first ? 1 : 0) + (second ? 2 : 0) + (third ? 4 : 0) + (fourth ? 8 : 0);
  }
}
