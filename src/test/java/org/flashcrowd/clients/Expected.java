package org.flashcrowd.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.testing.ApiClient;
import org.jsoup.Jsoup;

/** Holds an answer against one line of what a client needs of it. */
final class Expected {
  private static final Pattern KEEP =
      Pattern.compile("keep (\\w+) (?:(header|page) )?(\\S+) ?(.*)");
  private static final Pattern HEADER = Pattern.compile("header (\\S+) (!?~) (.*)");
  private static final Pattern JSON = Pattern.compile("(\\.|/\\S*) (?:(=|!?~) (.*)|(\\w+))");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

  private final ApiClient.Answer answer;
  private final Map<String, String> known;

  /**
   * @param known gets what the lines keep
   */
  Expected(ApiClient.Answer answer, Map<String, String> known) {
    this.answer = answer;
    this.known = known;
  }

  void check(String line) {
    Matcher keep = KEEP.matcher(line);
    Matcher header = HEADER.matcher(line);
    Matcher json = JSON.matcher(line);
    if (Character.isDigit(line.charAt(0)) || line.startsWith("until ")) {
      assertThat(Arrays.asList(line.replace("until ", "").split(" ")))
          .as("status of %s", answer.text())
          .contains(Integer.toString(answer.status()));
    } else if (keep.matches()) {
      known.put(keep.group(1), kept(keep));
    } else if (header.matches()) {
      compare(header(header.group(1)), header.group(2), header.group(3), line);
    } else if (json.matches()) {
      JsonNode node = answer.json().at(json.group(1).equals(".") ? "" : json.group(1));
      if (json.group(4) == null) {
        String text = node.isValueNode() ? node.asText() : node.toString();
        compare(text, json.group(2), json.group(3), line);
      } else {
        assertThat(is(node, json.group(4))).as("%s of %s", line, answer.text()).isTrue();
      }
    } else {
      throw new AssertionError("not understood: " + line);
    }
  }

  private String kept(Matcher keep) {
    String source = keep.group(2) == null ? "" : keep.group(2);
    return switch (source) {
      case "header" -> {
        Matcher found = Pattern.compile(keep.group(4)).matcher(header(keep.group(3)));
        assertThat(found.find()).as("%s in %s", keep.group(4), header(keep.group(3))).isTrue();
        yield found.group(1);
      }
      case "page" -> Jsoup.parse(answer.text()).select(keep.group(3)).text();
      default -> {
        JsonNode node = answer.json().at(keep.group(3));
        assertThat(node.isValueNode()).as("%s of %s", keep.group(3), answer.text()).isTrue();
        yield node.asText();
      }
    };
  }

  private String header(String name) {
    String value = answer.header(name);
    return value == null ? "" : value;
  }

  private static void compare(String text, String how, String with, String line) {
    switch (how) {
      case "=" -> assertThat(text).as(line).isEqualTo(with);
      case "~" -> assertThat(text).as(line).containsPattern(with);
      default -> assertThat(text).as(line).doesNotContainPattern(with);
    }
  }

  private static boolean is(JsonNode node, String kind) {
    return switch (kind) {
      case "text" -> node.isTextual() && !node.asText().isBlank();
      case "string" -> node.isTextual();
      case "number" -> node.isNumber();
      case "whole" -> node.isIntegralNumber();
      case "boolean" -> node.isBoolean();
      case "list" -> node.isArray();
      case "filled" -> node.isContainerNode() && !node.isEmpty();
      case "object" -> node.isObject();
      case "null" -> node.isNull();
      case "none" -> node.isMissingNode();
      case "time" -> TIME.matcher(node.asText()).matches();
      default -> throw new AssertionError("no kind of JSON: " + kind);
    };
  }
}
