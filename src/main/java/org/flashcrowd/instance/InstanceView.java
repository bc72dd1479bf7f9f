package org.flashcrowd.instance;

import java.util.List;
import java.util.Map;
import org.flashcrowd.accounts.AccountView;
import org.jspecify.annotations.Nullable;

/**
 * The server: the API's <a href="https://docs.joinmastodon.org/entities/Instance/">Instance</a>.
 */
record InstanceView(
    String domain,
    String title,
    String version,
    String sourceUrl,
    String description,
    Usage usage,
    Thumbnail thumbnail,
    List<Icon> icon,
    List<String> languages,
    Configuration configuration,
    Registrations registrations,
    Map<String, Integer> apiVersions,
    Contact contact,
    List<RuleView> rules) {

  record Usage(Users users) {}

  record Users(long activeMonth) {}

  record Thumbnail(
      String url, String description, @Nullable String blurhash, Map<String, String> versions) {}

  record Icon(String src, String size) {}

  record Registrations(
      boolean enabled,
      boolean approvalRequired,
      boolean reasonRequired,
      @Nullable String message,
      @Nullable Integer minAge,
      @Nullable String url) {}

  record Contact(String email, @Nullable AccountView account) {}
}
