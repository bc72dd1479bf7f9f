package org.flashcrowd.text;

import org.jspecify.annotations.Nullable;

/** Where the mentions and tags of a text lead. */
public interface Links {
  /** The URL of somebody's profile; null for an unknown name, which then stays text. */
  @Nullable String mention(Handle handle);

  /** The URL of a tag's page; null leaves it text. */
  @Nullable String tag(String name);
}
