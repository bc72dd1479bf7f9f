package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FieldTreeTest {
  private final Map<String, @Nullable Object> root = new LinkedHashMap<>();
  private final FieldTree tree = new FieldTree(root);
  private final Params params = new Params(root);

  @Test
  void add_repeatedKey_isListWhoseLastElementIsTheScalar() {
    tree.add("id", "1");
    tree.add("id", "2");

    assertThat(params.ids("id")).containsExactly(1L, 2L);
    assertThat(params.text("id")).contains("2");
  }

  @Test
  void add_emptyBrackets_isList() {
    tree.add("id[]", "1");
    tree.add("id[]", "2");

    assertThat(params.ids("id")).containsExactly(1L, 2L);
  }

  @Test
  void add_nestedName_isObject() {
    tree.add("source[privacy]", "private");
    tree.add("poll[options][]", "yes");
    tree.add("poll[options][]", "no");

    assertThat(params.object("source").text("privacy")).contains("private");
    assertThat(params.object("poll").texts("options")).containsExactly("yes", "no");
  }

  @Test
  void add_indexedObjects_areOrderedByIndex() {
    tree.add("fields_attributes[1][name]", "b");
    tree.add("fields_attributes[0][name]", "a");

    assertThat(params.objects("fields_attributes"))
        .extracting(field -> field.text("name").orElseThrow())
        .containsExactly("a", "b");
  }

  @Test
  void add_unindexedObjects_startAnewAtTheRepeatedField() {
    tree.add("media_attributes[][id]", "1");
    tree.add("media_attributes[][description]", "one");
    tree.add("media_attributes[][id]", "2");

    assertThat(params.objects("media_attributes"))
        .extracting(media -> media.text("id").orElseThrow())
        .containsExactly("1", "2");
  }

  @Test
  void add_listOverwrittenByObject_doesNotFail() {
    tree.add("a", "1");
    tree.add("a[b]", "2");
    tree.add("a[]", "3");

    assertThat(params.has("a")).isTrue();
  }

  @Test
  void add_nulCharacter_isUnprocessable() {
    assertThatThrownBy(() -> tree.add("status", "a\0b"))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.status()).isEqualTo(422));
  }

  @Test
  void addAll_loneSurrogateDeepInside_isBadRequest() {
    assertThatThrownBy(() -> tree.addAll(Map.of("a", List.of(Map.of("b", "\ud800")))))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.status()).isEqualTo(400));
  }

  @Property
  void add_anyKeys_failsOnlyWithAnAnswer(@ForAll List<String> keys, @ForAll String value) {
    FieldTree any = new FieldTree(new LinkedHashMap<>());
    for (String key : keys) {
      try {
        any.add(key, value);
        any.add(key + "[]", value);
        any.add("x" + key + "[][" + key + "]", value);
      } catch (Failure refused) {
        assertThat(refused.status()).isBetween(400, 422);
      }
    }
  }
}
