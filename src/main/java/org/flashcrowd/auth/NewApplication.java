package org.flashcrowd.auth;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Scopes;
import org.jspecify.annotations.Nullable;

/** An application about to be registered; checked as it is made. */
record NewApplication(
    String name, List<String> redirectUris, Set<String> scopes, @Nullable String website) {
  private static final int MAX_NAME = 200;
  private static final int MAX_URI = 2_000;
  private static final int MAX_URIS = 50;

  // RFC 3986: a scheme and something behind it; no fragment (RFC 6749, section 3.1.2).
  private static final Pattern ABSOLUTE_URI =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):[!-~&&[^#]]+");
  private static final Pattern USER_INFO = Pattern.compile("https?:/*[^/?]*@.*");
  private static final Pattern WEBSITE = Pattern.compile("https?://[^\\s\\p{Cntrl}]+");
  // Schemes that a browser runs or reads instead of calling an app.
  private static final Set<String> DANGEROUS =
      Set.of("javascript", "data", "vbscript", "blob", "file", "about", "filesystem");

  NewApplication {
    redirectUris = List.copyOf(redirectUris);
    scopes = Set.copyOf(scopes);
  }

  /**
   * @param redirectUris one or several, in one text or many, apart by white space
   * @param scopes empty for {@code read}
   * @throws Failure 422 with everything that is wrong
   */
  static NewApplication checked(
      String name, Collection<String> redirectUris, String scopes, String website) {
    Map<String, List<Failure.Detail>> problems = new LinkedHashMap<>();
    if (name.isBlank()) {
      problems.put("client_name", blank());
    } else if (name.length() > MAX_NAME || name.indexOf('\0') >= 0) {
      problems.put("client_name", invalid("ERR_TOO_LONG", "is too long"));
    }
    List<String> uris = split(redirectUris);
    if (uris.isEmpty()) {
      problems.put("redirect_uris", blank());
    } else if (uris.size() > MAX_URIS || !uris.stream().allMatch(NewApplication::allowed)) {
      problems.put("redirect_uris", invalid("ERR_INVALID", "must be an absolute URI"));
    }
    Set<String> asked = scopes.isBlank() ? Set.of("read") : Scopes.parse(scopes);
    if (!Scopes.KNOWN.containsAll(asked)) {
      problems.put("scopes", invalid("ERR_INVALID", "are not all known to this server"));
    }
    if (!website.isBlank() && (website.length() > MAX_URI || !WEBSITE.matcher(website).matches())) {
      problems.put("website", invalid("ERR_INVALID", "must be a web address"));
    }
    if (!problems.isEmpty()) {
      throw Failure.invalid(problems);
    }
    return new NewApplication(name.strip(), uris, asked, website.isBlank() ? null : website);
  }

  private static List<String> split(Collection<String> texts) {
    List<String> uris = new ArrayList<>();
    for (String text : texts) {
      for (String uri : text.strip().split("\\s+")) {
        if (!uri.isEmpty() && !uris.contains(uri)) {
          uris.add(uri);
        }
      }
    }
    return uris;
  }

  private static boolean allowed(String uri) {
    var parts = ABSOLUTE_URI.matcher(uri);
    return uri.length() <= MAX_URI
        && parts.matches()
        && !DANGEROUS.contains(parts.group(1).toLowerCase(Locale.ROOT))
        && !USER_INFO.matcher(uri.toLowerCase(Locale.ROOT)).matches();
  }

  private static List<Failure.Detail> blank() {
    return invalid("ERR_BLANK", "can't be blank");
  }

  private static List<Failure.Detail> invalid(String error, String description) {
    return List.of(new Failure.Detail(error, description));
  }
}
