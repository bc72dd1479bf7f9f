package org.flashcrowd.http;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a call, whichever way they came (path, query string, form, multipart or JSON),
 * read by name and type. A value of the wrong type is refused with a sentence that names it.
 */
public final class Params {
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffsetId()
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private final Map<String, @Nullable Object> fields;

  Params(Map<String, @Nullable Object> fields) {
    this.fields = fields;
  }

  /** Whether the field was sent at all, be it empty or null. */
  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /** The text of a field; empty when it was not sent or is null. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(scalar(name, fields.get(name)));
  }

  /** The text of a field that must be there and not blank. */
  public String required(String name) {
    return text(name)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> Failure.invalid(name, "ERR_BLANK", "can't be blank"));
  }

  /** {@code true}, {@code 1}, {@code on}, … in any case; empty when it was not sent. */
  public Optional<Boolean> flag(String name) {
    return text(name).filter(text -> !text.isEmpty()).map(text -> flag(name, text));
  }

  public boolean flag(String name, boolean otherwise) {
    return flag(name).orElse(otherwise);
  }

  /** A whole number, clamped to the range; {@code otherwise} when it was not sent. */
  public int clamped(String name, int otherwise, int least, int most) {
    String text = text(name).orElse("").trim();
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.matches("[+-]?\\d{1,100}")) {
      throw Failure.badRequest(name + " must be a whole number");
    }
    if (text.length() > 10) {
      return text.startsWith("-") ? least : most;
    }
    return Math.clamp(Long.parseLong(text), least, most);
  }

  /** A number with a fraction; empty when it was not sent. */
  public Optional<Double> number(String name) {
    return text(name)
        .filter(text -> !text.isEmpty())
        .map(
            text -> {
              try {
                double number = Double.parseDouble(text);
                if (Double.isFinite(number)) {
                  return number;
                }
              } catch (NumberFormatException notANumber) {
                // Refused below, with the numbers that are not finite.
              }
              throw Failure.unprocessable(name + " must be a number");
            });
  }

  /**
   * A moment by RFC 3339, to the millisecond; empty when it was not sent or is blank. Without an
   * offset it is taken as UTC, and a date alone as its midnight, as the reference does.
   */
  public Optional<Instant> time(String name) {
    return text(name)
        .filter(text -> !text.isBlank())
        .map(
            text -> {
              try {
                return moment(text.strip()).truncatedTo(ChronoUnit.MILLIS);
              } catch (DateTimeException | ArithmeticException unreadable) {
                throw Failure.invalid(
                    name, "ERR_INVALID", "must be a time such as 2027-01-31T18:00:00.000Z");
              }
            });
  }

  private static Instant moment(String text) {
    TemporalAccessor read =
        MOMENT.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    return switch (read) {
      case OffsetDateTime exact -> exact.toInstant();
      case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
      default -> LocalDate.from(read).atStartOfDay(ZoneOffset.UTC).toInstant();
    };
  }

  /** The id in the path. One that cannot exist is a missing record. */
  public long id(String name) {
    return parseId(text(name).orElse("")).orElseThrow(Failure::notFound);
  }

  /** An id of a record that must exist; a missing or impossible one is a missing record. */
  public OptionalLong optionalId(String name) {
    Optional<String> text = text(name).filter(given -> !given.isBlank());
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(id(name));
  }

  /** A list of ids; impossible ones are dropped, since no record has them. */
  public List<Long> ids(String name) {
    List<Long> ids = new ArrayList<>();
    for (String text : texts(name)) {
      parseId(text).ifPresent(ids::add);
    }
    return ids;
  }

  /** A list of texts; a single value is a list of one. Nulls are dropped. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object element : elements(name)) {
      String text = scalar(name, element);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** A nested object; without fields when it was not sent. */
  public Params object(String name) {
    Object value = fields.get(name);
    if (value == null) {
      return new Params(Map.of());
    }
    if (value instanceof Map<?, ?> map) {
      return new Params(copy(map));
    }
    throw Failure.unprocessable(name + " must be an object");
  }

  /** A list of objects, sent as an array or as {@code name[0][field]}. */
  public List<Params> objects(String name) {
    List<Params> objects = new ArrayList<>();
    for (Object element : elements(name)) {
      if (!(element instanceof Map<?, ?> map)) {
        throw Failure.unprocessable(name + " must be a list of objects");
      }
      objects.add(new Params(copy(map)));
    }
    return objects;
  }

  private List<?> elements(String name) {
    return switch (fields.get(name)) {
      case null -> List.of();
      case List<?> list -> list;
      // By number, since some clients build these from dictionaries without an order. The
      // reference takes any integer.
      case Map<?, ?> indexed when isIndexed(indexed) ->
          indexed.entrySet().stream()
              .sorted(Comparator.comparing(entry -> new BigInteger((String) entry.getKey())))
              .map(Map.Entry::getValue)
              .toList();
      case Object single -> List.of(single);
    };
  }

  private static boolean isIndexed(Map<?, ?> map) {
    return map.keySet().stream().allMatch(key -> key.toString().matches("-?\\d{1,40}"));
  }

  private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put((String) key, value));
    return copy;
  }

  private static @Nullable String scalar(String name, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Number number -> number.toString();
      case Boolean flag -> flag.toString();
      // A repeated scalar field: the last one wins, as it does in every form decoder.
      case List<?> list when !list.isEmpty() && list.getLast() instanceof String last -> last;
      default -> throw Failure.unprocessable(name + " must be a single value");
    };
  }

  private static boolean flag(String name, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1", "on", "yes", "t" -> true;
      case "false", "0", "off", "no", "f" -> false;
      default -> throw Failure.unprocessable(name + " must be true or false");
    };
  }

  private static Optional<Long> parseId(String text) {
    if (!text.matches("\\d{1,19}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }
}
