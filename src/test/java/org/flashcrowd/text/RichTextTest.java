package org.flashcrowd.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RichTextTest {
  private static final FixedLinks LINKS = new FixedLinks();

  @Test
  void html_plainText_isOneParagraph() {
    assertThat(RichText.html("Dawn", LINKS)).isEqualTo("<p>Dawn</p>");
    assertThat(RichText.html("", LINKS)).isEmpty();
    assertThat(RichText.html("\n\n", LINKS)).isEmpty();
  }

  @Test
  void html_newlines_becomeBreaksAndParagraphs() {
    assertThat(RichText.html("\na\r\nb\n\n\nc\n", LINKS)).isEqualTo("<p>a<br>b</p><p>c</p>");
    assertThat(RichText.parse("a\nb\n").inline(LINKS)).isEqualTo("a b");
  }

  @Test
  void html_specialCharacters_areEscaped() {
    assertThat(RichText.html("<b>&\"'\u0007", LINKS)).isEqualTo("<p>&lt;b&gt;&amp;\"'</p>");
  }

  @Test
  void html_knownMention_isLinked() {
    assertThat(RichText.html("hi @kim!", LINKS))
        .isEqualTo(
            "<p>hi <span class=\"h-card\" translate=\"no\"><a href=\"https://example.org/@kim\""
                + " class=\"mention u-url\">@<span>kim</span></a></span>!</p>");
    assertThat(RichText.html("@Kim@EXAMPLE.org.", LINKS))
        .contains("/@kim")
        .endsWith("</span>.</p>");
  }

  @Test
  void html_unknownMention_staysText() {
    assertThat(RichText.html("@lee @kim@elsewhere.net", LINKS))
        .isEqualTo("<p>@lee @kim@elsewhere.net</p>");
  }

  @Test
  void html_tag_isLinkedUnderItsKey() {
    assertThat(RichText.html("#Photo", LINKS))
        .isEqualTo(
            "<p><a href=\"https://example.org/tags/photo\" class=\"mention hashtag\" rel=\"tag\">"
                + "#<span>Photo</span></a></p>");
  }

  @Test
  void html_url_isShortenedByMarkup() {
    assertThat(RichText.html("https://www.example.com/a/long/path/of/many/parts?x=1&y=2", LINKS))
        .isEqualTo(
            "<p><a href=\"https://www.example.com/a/long/path/of/many/parts?x=1&amp;y=2\""
                + " target=\"_blank\" rel=\"nofollow noopener noreferrer\" translate=\"no\">"
                + "<span class=\"invisible\">https://www.</span>"
                + "<span class=\"ellipsis\">example.com/a/long/path/of/man</span>"
                + "<span class=\"invisible\">y/parts?x=1&amp;y=2</span></a></p>");
  }

  @ParameterizedTest
  @CsvSource({
    "'see https://example.com.', https://example.com",
    "'(https://example.com/a_(b))', https://example.com/a_(b)",
    "'\"http://example.com/x\"', http://example.com/x",
    "'https://example.com:8443/?q=1#top, and', https://example.com:8443/?q=1#top",
    "'HTTPS://Example.com/', HTTPS://Example.com/",
    "'https://bücher.example/ä', https://bücher.example/ä",
  })
  void urls_inASentence_endWhereTheyShould(String text, String url) {
    assertThat(RichText.parse(text).urls()).containsExactly(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "https://user:pass@example.com/",
        "https://example.com:99999999/",
        "javascript://example.com",
        "xhttps://example.com",
        "https://-x.example/",
        "https://.example/",
        "https:///path"
      })
  void urls_whatIsNone_staysText(String text) {
    assertThat(RichText.parse(text).urls()).isEmpty();
    assertThat(RichText.html(text, LINKS)).doesNotContain("<a ");
  }

  @Test
  void urls_longerThanTheLimit_stayText() {
    assertThat(RichText.parse("https://example.com/" + "a".repeat(3_000)).urls()).isEmpty();
  }

  @Test
  void tags_unicodeWords_areFoundOnceByTheirKey() {
    assertThat(RichText.parse("#Été #été #東京 #हिन्दी #a_1 #٣a").tags())
        .containsExactly("été", "東京", "हिन्दी", "a_1", "٣a");
  }

  @Test
  void tags_whatIsNone_isNotFound() {
    assertThat(RichText.parse("#123 #_ # a#b /#c ##d #" + "x".repeat(101)).tags()).isEmpty();
  }

  @Test
  void mentions_areFoundOnce_inOrder() {
    assertThat(RichText.parse("@b @a @b, me@mail.example (@c) @d@x.example").mentions())
        .containsExactly(
            new Handle("b", null),
            new Handle("a", null),
            new Handle("c", null),
            new Handle("d", "x.example"));
  }

  @Test
  void mentions_whatIsNone_isNotFound() {
    assertThat(RichText.parse("@ @é @aé /@x @" + "a".repeat(31)).mentions()).isEmpty();
  }

  @Test
  void length_countsCodePoints_andUrlsAsFixed() {
    assertThat(RichText.parse("📷é").length()).isEqualTo(2);
    assertThat(RichText.parse("a https://example.com/" + "b".repeat(200)).length())
        .isEqualTo(2 + RichText.URL_LENGTH);
  }

  @Test
  @Proves(Promise.HTML)
  void clean_sanitiserFails_givesEscapedText() {
    Sanitiser broken =
        new Sanitiser(
            html -> {
              throw new IllegalStateException("broken on purpose");
            });
    assertThat(broken.clean("<p>x</p>", "<script>x</script>"))
        .isEqualTo("<p>&lt;script&gt;x&lt;/script&gt;</p>");
  }

  @Test
  @Proves(Promise.HTML)
  void clean_whatIsNotOnTheList_isDropped() {
    Sanitiser sanitiser = new Sanitiser();
    assertThat(
            sanitiser.clean(
                "<p onclick=\"x()\" class=\"mention\">a<script>b</script>"
                    + "<a href=\"javascript:x()\" class=\"admin\" rel=\"me\" target=\"top\">c</a>"
                    + "<img src=x onerror=y></p>",
                ""))
        .isEqualTo("<p>a<a>c</a></p>");
  }
}
