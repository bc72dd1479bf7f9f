package org.flashcrowd.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.SentParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFormTest {
  private static final Instant NOW = Instant.parse("2031-05-05T12:00:00Z");
  private static final Map<String, Object> VIEW = Map.of("type", "view");

  private static List<Event> read(Object events) {
    return EventForm.read(SentParams.of(Map.of("events", events)), NOW);
  }

  private static Failure refused(Object events) {
    Failure failure = catchThrowableOfType(Failure.class, () -> read(events));
    assertThat(failure).isNotNull();
    assertThat(failure.status()).isEqualTo(422);
    return failure;
  }

  @Test
  void read_everyField_isKept() {
    Map<String, Object> sent =
        Map.of("type", "open", "status_id", "17", "duration_ms", 250, "at", "2031-05-05T11:59:00Z");

    assertThat(read(List.of(sent, VIEW)))
        .containsExactly(
            new Event(EventType.OPEN, 17L, 250, Instant.parse("2031-05-05T11:59:00Z")),
            new Event(EventType.VIEW, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"view", "open", "zoom", "share", "download", "search"})
  void read_type_isOneOfThese(String type) {
    assertThat(read(List.of(Map.of("type", type))).getFirst().type().wire()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "type, '', must be one of",
    "type, VIEW, must be one of",
    "type, like, must be one of",
    "status_id, abc, id of a post",
    "status_id, -1, id of a post",
    "status_id, +1, id of a post",
    "status_id, 9223372036854775808, id of a post",
    "duration_ms, -1, whole number",
    "duration_ms, 1.5, whole number",
    "duration_ms, 86400001, whole number",
    "duration_ms, 99999999999999999999, whole number",
    "at, yesterday, single value",
    "at, 2031-05-04T11:59:59Z, within the last day",
    "at, 2031-05-05T12:05:01Z, within the last day"
  })
  void read_wrongField_isRefusedWithItsPlace(String field, String value, String why) {
    Map<String, Object> wrong =
        field.equals("type") ? Map.of(field, value) : Map.of("type", "view", field, value);

    assertThat(refused(List.of(VIEW, VIEW, wrong)).body().error())
        .contains("events[2]." + field)
        .contains(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"type", "status_id", "duration_ms", "at"})
  void read_objectWhereAValueBelongs_isRefusedWithItsPlace(String field) {
    Map<String, Object> wrong =
        field.equals("type")
            ? Map.of(field, Map.of())
            : Map.of("type", "view", field, List.of(Map.of()));

    assertThat(refused(List.of(VIEW, wrong)).body().error()).contains("events[1]." + field);
  }

  @ParameterizedTest
  @CsvSource({"at, 2031-05-04T12:00:00Z", "at, 2031-05-05T12:05:00Z", "duration_ms, 86400000"})
  void read_onTheBound_isTaken(String field, String value) {
    assertThat(read(List.of(Map.of("type", "view", field, value)))).hasSize(1);
  }

  @Test
  void read_noneOrTooMany_isRefused() {
    assertThat(refused(List.of()).body().error()).contains("events");
    assertThat(refused("view").body().error()).contains("events");
    assertThat(refused(Collections.nCopies(101, VIEW)).body().error()).contains("more than 100");
    assertThat(read(Collections.nCopies(100, VIEW))).hasSize(100);
  }
}
