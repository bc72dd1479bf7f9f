package org.flashcrowd.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.module.blackbird.BlackbirdModule;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON as the API speaks it: snake_case, times in UTC with milliseconds, nulls written.
 *
 * <p>Reading is strict and bounded: a repeated key, more than 64 levels or a number of more than
 * 100 digits is refused.
 */
public final class Json {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  public static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxNumberLength(100)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .serializationInclusion(JsonInclude.Include.ALWAYS)
          .addModule(new BlackbirdModule())
          .addModule(new SimpleModule().addSerializer(Instant.class, new TimeSerializer()))
          .build();

  private static final ObjectMapper READER =
      MAPPER
          .copy()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .registerModule(
              new SimpleModule("times").addDeserializer(Instant.class, new TimeReader()));

  private static final ObjectMapper MEMBERS =
      MAPPER.copy().setAnnotationIntrospector(new ByMembers());

  private Json() {}

  /** Makes what writes a kind of view, which takes long the first time. */
  public static void prepare(Class<?> view) {
    try {
      MAPPER.getSerializerProviderInstance().findTypedValueSerializer(view, true, null);
    } catch (JsonMappingException unwritable) {
      throw new IllegalStateException(unwritable);
    }
  }

  /** Makes what reads a kind of view again, which takes as long. */
  public static void prepareReading(Class<?> view) {
    READER.readerFor(view);
  }

  /** Writes a view. */
  public static Buffer write(Object view) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(view));
    } catch (JsonProcessingException unwritable) {
      throw new IllegalStateException(unwritable);
    }
  }

  /** Makes what {@link #membersBut} needs for a kind of view, which takes long the first time. */
  public static void prepareMembers(Class<?> view) {
    try {
      MEMBERS.getSerializerProviderInstance().findTypedValueSerializer(view, true, null);
    } catch (JsonMappingException unwritable) {
      throw new IllegalStateException(unwritable);
    }
  }

  /**
   * Writes what of a view stays as it is, once for many answers: all of its members but some, to
   * follow at least one other.
   *
   * @param others the names, as they are written, of members to leave out
   */
  public static RawJson membersBut(Object view, String... others) {
    ObjectNode object = MEMBERS.valueToTree(view);
    object.remove(List.of(others));
    try {
      return RawJson.following(MAPPER.writeValueAsBytes(object));
    } catch (JsonProcessingException unwritable) {
      throw new IllegalStateException(unwritable);
    }
  }

  /**
   * Reads what {@link #write} wrote, some other program of ours or an earlier version of this one
   * included: what is not known is left aside.
   */
  public static <T> T read(Buffer written, Class<T> view) {
    try {
      return READER.readValue(written.getBytes(), view);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  /**
   * What sets views apart that are kept where other versions of this program may look: only the
   * same version, of the same server, shows things alike.
   */
  public static String space(String publicUrl) {
    String version = Json.class.getPackage().getImplementationVersion();
    return Integer.toHexString((publicUrl + " " + version).hashCode());
  }

  /** A time as the API writes it, such as {@code 2026-11-23T18:00:00.000Z}. */
  public static String time(Instant time) {
    return TIME.format(time);
  }

  /** Writes a view member by member, also where its class names a writer of its own. */
  private static final class ByMembers extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Object findSerializer(Annotated annotated) {
      return annotated instanceof AnnotatedClass ? null : super.findSerializer(annotated);
    }
  }

  private static final class TimeReader extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    TimeReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return Instant.parse(json.getText());
    }
  }

  private static final class TimeSerializer extends JsonSerializer<Instant> {
    @Override
    public void serialize(Instant time, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(time(time));
    }
  }
}
