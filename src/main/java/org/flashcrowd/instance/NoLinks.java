package org.flashcrowd.instance;

import org.flashcrowd.text.Handle;
import org.flashcrowd.text.Links;
import org.jspecify.annotations.Nullable;

/** Leaves mentions and tags as text: the server's own words mean nobody. */
enum NoLinks implements Links {
  NONE;

  @Override
  public @Nullable String mention(Handle handle) {
    return null;
  }

  @Override
  public @Nullable String tag(String name) {
    return null;
  }
}
