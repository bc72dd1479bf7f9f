package org.flashcrowd.lists;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which of its members' replies to others a list shows. */
enum RepliesPolicy {
  /** To anybody its owner follows. */
  FOLLOWED,
  /** To members of the list. */
  LIST,
  /** None. */
  NONE;

  static Optional<RepliesPolicy> of(String wire) {
    return Arrays.stream(values()).filter(policy -> policy.wire().equals(wire)).findFirst();
  }

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
