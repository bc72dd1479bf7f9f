package org.flashcrowd.accounts;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.flashcrowd.text.Handle;
import org.flashcrowd.text.Links;
import org.flashcrowd.text.RichText;
import org.jspecify.annotations.Nullable;

/**
 * Where the tags and names of a profile lead.
 *
 * @param known the names that somebody here has, in lower case; others stay text
 */
record ProfileLinks(String publicUrl, Collection<String> known) implements Links {
  ProfileLinks(String publicUrl) {
    this(publicUrl, List.of());
  }

  ProfileLinks to(Collection<String> names) {
    return new ProfileLinks(publicUrl, names);
  }

  /** Whether a name is one of this server. */
  boolean isLocal(Handle handle) {
    String host = URI.create(publicUrl).getHost();
    return handle.isOf(host == null ? "" : host);
  }

  @Override
  public @Nullable String mention(Handle handle) {
    String name = handle.username();
    return isLocal(handle) && known.contains(name.toLowerCase(Locale.ROOT))
        ? publicUrl + "/@" + name
        : null;
  }

  @Override
  public String tag(String name) {
    return publicUrl
        + "/tags/"
        + URLEncoder.encode(RichText.tagKey(name), StandardCharsets.UTF_8).replace("+", "%20");
  }
}
