package org.flashcrowd.visibility;

import java.util.List;
import java.util.Locale;
import org.flashcrowd.accounts.Visibility;

/** Who looks at the author's posts, each of which mentions MENTIONED, SHY and BLOCKED. */
enum Viewer {
  ANYBODY(2),
  STRANGER(2),
  FOLLOWER(3),
  MENTIONED(4),
  /** As MENTIONED; whoever they do not follow goes among the requests. */
  SHY(4),
  AUTHOR(4),
  /** Was a follower, was mentioned, favourited and kept all of it, and is blocked since. */
  BLOCKED(0);

  /** How many of public, unlisted, private and direct, in this order. */
  private final int seen;

  Viewer(int seen) {
    this.seen = seen;
  }

  boolean sees(Visibility visibility) {
    return List.of(Visibility.values()).indexOf(visibility) < seen;
  }

  String username() {
    return name().toLowerCase(Locale.ROOT);
  }
}
