package org.flashcrowd.accounts;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.flashcrowd.text.Handle;
import org.flashcrowd.text.Links;
import org.flashcrowd.text.RichText;
import org.jspecify.annotations.Nullable;

/** Where the tags of a profile lead. Names stay text: nobody is asked whether they exist. */
record ProfileLinks(String publicUrl) implements Links {
  @Override
  public @Nullable String mention(Handle handle) {
    return null;
  }

  @Override
  public String tag(String name) {
    return publicUrl
        + "/tags/"
        + URLEncoder.encode(RichText.tagKey(name), StandardCharsets.UTF_8).replace("+", "%20");
  }
}
