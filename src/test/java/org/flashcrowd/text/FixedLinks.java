package org.flashcrowd.text;

import org.jspecify.annotations.Nullable;

/** Links of a server at example.org that knows kim alone. */
final class FixedLinks implements Links {
  @Override
  public @Nullable String mention(Handle handle) {
    return handle.isOf("example.org") && handle.username().equalsIgnoreCase("kim")
        ? "https://example.org/@kim"
        : null;
  }

  @Override
  public String tag(String name) {
    return "https://example.org/tags/" + name;
  }
}
