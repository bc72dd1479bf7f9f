package org.flashcrowd.moderation;

import java.util.List;
import org.flashcrowd.instance.RuleView;

/**
 * The rules of the house as the settings have them; a rule's id is its place, from 1.
 *
 * @param all in order
 */
record HouseRules(List<RuleView> all) {
  HouseRules {
    all = List.copyOf(all);
  }

  /** Whether all of these are rules. */
  boolean know(List<Long> ids) {
    return ids.stream().allMatch(id -> id >= 1 && id <= all.size());
  }

  /** Those of these ids that are rules. */
  List<RuleView> named(List<Long> ids) {
    return all.stream().filter(rule -> ids.contains(Long.valueOf(rule.id()))).toList();
  }
}
