package org.flashcrowd.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-9, 0, 10",
    "bytes=5-, 5, 95",
    "bytes=-5, 95, 5",
    "bytes=-500, 0, 100",
    "bytes=90-500, 90, 10",
    "BYTES=99-99, 99, 1"
  })
  void parse_single_isThePart(String header, long offset, long length) {
    assertThat(ByteRange.parse(header, 100)).contains(new ByteRange(offset, length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "bytes=", "bytes=-", "bytes=9-5", "bytes=0-1,4-5", "lines=0-1", "bytes=a-b"})
  void parse_malformedOrSeveral_isIgnored(String header) {
    assertThat(ByteRange.parse(header, 100)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=999999999999999999-", "bytes=-0"})
  void parse_outside_isEmpty(String header) {
    assertThat(ByteRange.parse(header, 100)).map(ByteRange::length).contains(0L);
  }

  @Test
  void contentRange_ofAPart_namesItsLastByte() {
    assertThat(new ByteRange(5, 10).contentRange(100)).isEqualTo("bytes 5-14/100");
    assertThat(new ByteRange(100, 0).contentRange(100)).isEqualTo("bytes */100");
  }
}
