package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormDecoderTest {
  private static List<String> decode(String form) {
    List<String> fields = new ArrayList<>();
    FormDecoder.decode(form, (name, value) -> fields.add(name + "=" + value));
    return fields;
  }

  @Test
  void decode_severalFields_keepsTheirOrder() {
    assertThat(decode("b=2&a=1&&c")).containsExactly("b=2", "a=1", "c=");
  }

  @Test
  void decode_plusAndPercent_areUnescaped() {
    assertThat(decode("na%6De=a+b%2Bc%3D%C3%A9")).containsExactly("name=a b+c=é");
  }

  @Test
  void unescape_plusInPath_staysPlus() {
    assertThat(FormDecoder.unescape("a+b%20c", false)).isEqualTo("a+b c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%C3", "a=%ff", "%ED%A0%80=x"})
  void decode_malformed_isBadRequest(String form) {
    assertThatThrownBy(() -> decode(form))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.status()).isEqualTo(400));
  }

  @Property
  void decode_whatAnEncoderWrote_isTheOriginal(@ForAll String text) {
    String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    String form = "name=" + URLEncoder.encode(valid, StandardCharsets.UTF_8);

    assertThat(decode(form)).containsExactly("name=" + valid);
  }
}
