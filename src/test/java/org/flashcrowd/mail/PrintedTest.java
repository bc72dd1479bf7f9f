package org.flashcrowd.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.ResourceBundle;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class PrintedTest {
  @Test
  void of_letterWithLink_hasItInBothParts() {
    Printed printed =
        Printed.of(letter("password.reset", "anna", "https://a.example/x?token=1&b=2"), "Photos");

    assertThat(printed.subject()).isEqualTo("Choose a new password for Photos");
    assertThat(printed.text()).contains("@anna", "\nhttps://a.example/x?token=1&b=2\n");
    assertThat(Jsoup.parse(printed.html()).select("a").attr("href"))
        .isEqualTo("https://a.example/x?token=1&b=2");
  }

  @Test
  void of_markupInValues_isText() {
    Printed printed =
        Printed.of(letter("approved", "<script>x</script>", "https://a/"), "<b>S</b>");

    assertThat(Jsoup.parse(printed.html()).select("script, b")).isEmpty();
    assertThat(printed.html()).contains("&lt;script&gt;");
  }

  @Test
  void of_lineBreaksInTheSubject_stayOneLine() {
    Printed printed =
        Printed.of(letter("approved", "anna", "https://a/"), "Photos\r\nBcc: all@example.org");

    assertThat(printed.subject()).isEqualTo("Welcome to Photos Bcc: all@example.org");
  }

  @Test
  void of_unknownLanguage_isEnglish() {
    Letter letter = new Letter("a@b.example", "approved", Map.of("name", "a"), "https://a/", "tlh");

    assertThat(Printed.of(letter, "S").html()).contains("lang=\"en\"");
  }

  @Test
  void words_everyLetter_hasSubjectAndText() {
    ResourceBundle words = ResourceBundle.getBundle("mail.words", java.util.Locale.ROOT);

    for (String key : words.keySet()) {
      if (key.endsWith(".text")) {
        assertThat(words.containsKey(key.replace(".text", ".subject"))).as(key).isTrue();
      }
    }
    assertThat(words.containsKey("closing")).isTrue();
  }

  private static Letter letter(String words, String name, String link) {
    return new Letter("anna@example.org", words, Map.of("name", name), link, null);
  }
}
