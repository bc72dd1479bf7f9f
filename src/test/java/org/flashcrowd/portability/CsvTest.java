package org.flashcrowd.portability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
  @Test
  void read_quotesCommasAndLineEnds_areUnderstood() {
    assertThat(Csv.read("a,\"b,\"\"c\"\"\nd\"\r\n\r\ne,f", 10))
        .containsExactly(List.of("a", "b,\"c\"\nd"), List.of("e", "f"));
  }

  @Test
  void read_moreThanAllowed_stopsThere() {
    assertThat(Csv.read("a\nb\nc\n", 2)).containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void read_openQuote_endsWithTheFile() {
    assertThat(Csv.read("a,\"b", 10)).containsExactly(List.of("a", "b"));
  }

  @Test
  void line_whatItWrites_isReadBack() {
    assertThat(Csv.read(Csv.line("a,b", "\"c\"", "d\ne", ""), 10))
        .containsExactly(List.of("a,b", "\"c\"", "d\ne", ""));
  }

  @Test
  void lines_columnsInAnotherOrder_areFoundByName() {
    List<ImportKind.Line> lines =
        ImportKind.FOLLOWING.lines(
            Csv.read("Languages,Account address,Other,Show boosts\n\"en, de\",a@b,x,false\n", 10));

    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().target()).isEqualTo("a@b");
    assertThat(lines.getFirst().options().getBoolean("reblogs")).isFalse();
    assertThat(lines.getFirst().options().getJsonArray("languages")).containsExactly("en", "de");
  }

  @Test
  void lines_withoutNames_areTakenInOrder() {
    List<ImportKind.Line> lines = ImportKind.MUTING.lines(Csv.read("a@b,false\nc@d", 10));

    assertThat(lines).extracting(ImportKind.Line::target).containsExactly("a@b", "c@d");
    assertThat(lines.getFirst().options().getBoolean("notifications")).isFalse();
  }
}
