package org.flashcrowd.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PostDocumentTest {
  private static PostDocument document(String... texts) {
    return new PostDocument(
        5,
        7,
        List.of(texts),
        List.of("sea"),
        List.of(9L),
        "pt-BR",
        new PostDocument.Traits(true, true, false, false));
  }

  @Test
  void vector_textsAndAttributes_areLexemes() {
    assertThat(document("Dawn at the Café", "a lake").vector())
        .isEqualTo(
            "'dawn':1 'at':2 'the':3 'cafe':4 'a':15 'lake':16"
                + " 'from=7' 'to=9' '#sea' 'language=pt-br' 'in=public' 'has=media'");
  }

  @Test
  void vector_scriptWithoutSpaces_isCutIntoPairs() {
    assertThat(document("東京都 2026").vector()).startsWith("'東京':1 '京都':2 '都':3 '2026':4 'from=7'");
  }

  @Test
  void vector_punctuation_isNoWord() {
    assertThat(document("' \\ % _ & | ! : * \0").vector()).startsWith("'from=7'");
  }

  @Test
  void vector_endlessWord_isCut() {
    assertThat(document("x".repeat(5_000)).vector()).startsWith("'" + "x".repeat(60) + "':1 ");
  }
}
