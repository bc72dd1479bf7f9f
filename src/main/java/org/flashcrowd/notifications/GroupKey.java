package org.flashcrowd.notifications;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.http.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What a group is called. A notification that stands alone has a group of its own, called by its
 * id; so has one of a group whose reader does not want it grouped.
 *
 * @param alone the id of the only notification in it; null for a group
 */
record GroupKey(String text, @Nullable Long alone) {
  private static final Pattern ALONE = Pattern.compile("ungrouped-(\\d{1,18})");
  private static final int LONGEST = 100;

  /** Fails with 404 on what no group can be called. */
  static GroupKey of(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      throw Failure.notFound();
    }
    Matcher alone = ALONE.matcher(text);
    return new GroupKey(text, alone.matches() ? Long.valueOf(alone.group(1)) : null);
  }
}
