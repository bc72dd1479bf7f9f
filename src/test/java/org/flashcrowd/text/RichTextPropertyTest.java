package org.flashcrowd.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RichTextPropertyTest {
  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "p", Set.of(),
          "br", Set.of(),
          "a", Set.of("href", "class", "rel", "target", "translate"),
          "span", Set.of("class", "translate"));
  private static final Links LINKS = new FixedLinks();

  @Property(tries = 2_000)
  void html_anyText_isWithinTheAllowList(@ForAll("texts") String text) {
    assertSafe(RichText.html(text, LINKS));
    assertSafe(RichText.parse(text).inline(LINKS));
  }

  @Property(tries = 2_000)
  void html_anyText_saysWhatWasTyped(@ForAll("texts") String text) {
    assertThat(visible(Jsoup.parseBodyFragment(RichText.html(text, LINKS)).wholeText()))
        .isEqualTo(visible(text));
  }

  @Property(tries = 2_000)
  void parse_anyText_findsPartsOfIt(@ForAll("texts") String text) {
    RichText parsed = RichText.parse(text);
    assertThat(parsed.urls()).allMatch(text::contains);
    assertThat(parsed.mentions()).allMatch(handle -> text.contains("@" + handle.username()));
    assertThat(parsed.tags()).allMatch(tag -> !tag.isBlank()).doesNotHaveDuplicates();
    assertThat(parsed.length()).isNotNegative();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "javascript:alert(1)",
        "https://x.example/\"onmouseover=\"alert(1)",
        "https://x.example/'onmouseover='alert(1)",
        "https://x.example/><script>alert(1)</script>",
        "https://x.example/`alert(1)`",
        "https://x.example/&quot;onclick=&quot;alert(1)",
        "https://x.example/&#34;onclick=&#34;alert(1)",
        "#tag\"onclick=alert(1)",
        "@kim\"onclick=alert(1)",
        "@kim<script>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<iframe srcdoc='<script>alert(1)</script>'>",
        "<style>@import 'https://x.example'</style>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<!--><img src=x onerror=alert(1)>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "</p></span><script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\u2028<script>\u2029",
        "https://x.example/\u202Egpj.exe"
      })
  void html_attack_isWithinTheAllowList(String attack) {
    assertSafe(RichText.html(attack, LINKS));
  }

  @Property(tries = 20)
  void parse_repeatedStarts_isLinear(
      @ForAll("starts") String start, @ForAll("starts") String other) {
    // Quadratic time on this length would take minutes, and the build's own limit would end it.
    String text = (start + other).repeat(200_000 / (start.length() + other.length()));
    assertThat(RichText.parse(text).length()).isNotNegative();
  }

  @Provide
  Arbitrary<String> starts() {
    return Arbitraries.of("@", "#", "http://", "https://(", "@a", "@a@", "#a", ")", ".", "é", "h");
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(12),
            Arbitraries.of(
                "@kim",
                "@kim@example.org",
                "#",
                "@",
                "#tag",
                "https://",
                "http://x.example",
                "/",
                "<",
                ">",
                "\"",
                "'",
                "&",
                "&amp;",
                "<script>",
                "\n",
                "\n\n",
                " ",
                "(",
                ")",
                "📷",
                "\uD83D",
                "\u0000",
                "\u202E"));
    return pieces.list().ofMaxSize(20).map(parts -> String.join("", parts));
  }

  private static void assertSafe(String html) {
    for (Element element : Jsoup.parseBodyFragment(html).body().getAllElements()) {
      if (element.normalName().equals("body")) {
        continue;
      }
      assertThat(ALLOWED).as(html).containsKey(element.normalName());
      for (Attribute attribute : element.attributes()) {
        assertThat(ALLOWED.getOrDefault(element.normalName(), Set.of()))
            .as(html)
            .contains(attribute.getKey());
      }
      if (element.hasAttr("href")) {
        assertThat(element.attr("href").toLowerCase(java.util.Locale.ROOT))
            .as(html)
            .matches(href -> List.of("http://", "https://").stream().anyMatch(href::startsWith));
      }
    }
  }

  /**
   * The letters and marks of a text. Left out: space, controls, what the edge refuses anyway, and
   * the domain of this server, which a mention is shown without.
   */
  private static String visible(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> Character.isDefined(c) && !Character.isISOControl(c))
        .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c))
        .filter(c -> Character.getType(c) != Character.SURROGATE)
        .forEach(kept::appendCodePoint);
    return kept.toString().replace("@example.org", "").replace("?", "");
  }
}
