package org.flashcrowd.instance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A rule of the server: the API's <a href="https://docs.joinmastodon.org/entities/Rule/">Rule</a>.
 *
 * @param id its place in the setting, from 1
 */
public record RuleView(String id, String text, String hint, Map<String, Object> translations) {
  /** The rules of the settings, in their order. */
  public static List<RuleView> of(List<String> texts) {
    List<RuleView> rules = new ArrayList<>(texts.size());
    for (String text : texts) {
      rules.add(new RuleView(Integer.toString(rules.size() + 1), text, "", Map.of()));
    }
    return List.copyOf(rules);
  }
}
