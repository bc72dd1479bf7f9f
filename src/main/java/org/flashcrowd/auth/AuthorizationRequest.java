package org.flashcrowd.auth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.jspecify.annotations.Nullable;

/**
 * What an application asks somebody to allow (RFC 6749, section 4.1.1, with RFC 7636).
 *
 * @param redirectUri one that the application registered, to the letter
 * @param scopes what would be granted
 * @param state handed back as it came
 * @param challenge PKCE, S256; null when there is none
 */
record AuthorizationRequest(
    Application application,
    String redirectUri,
    Set<String> scopes,
    @Nullable String state,
    @Nullable String challenge) {
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern ORIGIN = Pattern.compile("(https?://[A-Za-z0-9.:\\[\\]_-]+).*");
  private static final int MAX_STATE = 4_000;

  /** A request that is refused by sending the browser back with an error. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String location;

    private Refused(String location) {
      super("refused", null, false, false);
      this.location = location;
    }

    String location() {
      return location;
    }
  }

  /**
   * Reads a request of a known application.
   *
   * @throws Failure 400 when the browser must not be sent anywhere
   * @throws Refused when it is sent back with an error
   */
  static AuthorizationRequest read(Application application, Params params) {
    String redirectUri = params.text("redirect_uri").orElse("");
    if (!application.redirectUris().contains(redirectUri)) {
      throw Failure.badRequest(
          "The address to return to is not one that the application has registered.");
    }
    String state = params.text("state").filter(sent -> sent.length() <= MAX_STATE).orElse("");
    AuthorizationRequest bare =
        new AuthorizationRequest(
            application, redirectUri, Set.of(), state.isEmpty() ? null : state, null);
    if (!params.text("response_type").orElse("").equals("code")) {
      throw bare.refused("unsupported_response_type", "The response type must be code.");
    }
    return new AuthorizationRequest(
        application,
        redirectUri,
        bare.granted(params.text("scope").orElse("")),
        bare.state(),
        bare.challenge(params));
  }

  /**
   * What is left of it for somebody to allow who has this role.
   *
   * @throws Refused when nothing is
   */
  AuthorizationRequest within(String role) {
    Set<String> theirs = Grants.within(scopes, role);
    if (theirs.isEmpty()) {
      throw refused("invalid_scope", "Only the people who run this server can allow this.");
    }
    return new AuthorizationRequest(application, redirectUri, theirs, state, challenge);
  }

  private Set<String> granted(String asked) {
    try {
      return Grants.of(application.scopes(), asked);
    } catch (Failure nothing) {
      throw refused("invalid_scope", "The requested scope is invalid, unknown, or malformed.");
    }
  }

  private @Nullable String challenge(Params params) {
    String sent = params.text("code_challenge").orElse("");
    String method = params.text("code_challenge_method").orElse("");
    if (sent.isEmpty() && method.isEmpty()) {
      return null;
    }
    if (!method.equals("S256") || !CHALLENGE.matcher(sent).matches()) {
      throw refused("invalid_request", "The code challenge method must be S256.");
    }
    return sent;
  }

  boolean outOfBand() {
    return redirectUri.equals(Application.OUT_OF_BAND);
  }

  /** Where the browser goes with an error. Without such a place, the error is shown. */
  RuntimeException refused(String error, String description) {
    if (outOfBand()) {
      return Failure.badRequest(description);
    }
    return new Refused(location(Map.of("error", error, "error_description", description)));
  }

  /** Where the browser goes with its code: the address as it was registered, and a query. */
  String granted(Map<String, String> answer) {
    return location(answer);
  }

  private String location(Map<String, String> answer) {
    StringBuilder location = new StringBuilder(redirectUri);
    char separator = redirectUri.indexOf('?') < 0 ? '?' : '&';
    Map<String, String> all = new LinkedHashMap<>(answer);
    if (state != null) {
      all.put("state", state);
    }
    for (Map.Entry<String, String> field : all.entrySet()) {
      location
          .append(separator)
          .append(field.getKey())
          .append('=')
          .append(URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8));
      separator = '&';
    }
    return location.toString();
  }

  /** The fields that ask for the same again, without signing in anew. */
  Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("response_type", "code");
    fields.put("client_id", application.clientId());
    fields.put("redirect_uri", redirectUri);
    fields.put("scope", String.join(" ", scopes));
    if (state != null) {
      fields.put("state", state);
    }
    if (challenge != null) {
      fields.put("code_challenge", challenge);
      fields.put("code_challenge_method", "S256");
    }
    return fields;
  }

  /** The page that asks for the same again. */
  String path() {
    StringBuilder path = new StringBuilder("/oauth/authorize");
    char separator = '?';
    for (Map.Entry<String, String> field : fields().entrySet()) {
      path.append(separator)
          .append(field.getKey())
          .append('=')
          .append(URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8));
      separator = '&';
    }
    return path.toString();
  }

  /**
   * The source under which a Content-Security-Policy knows where the consent form ends up: browsers
   * hold form-action against redirects too.
   */
  String formTarget() {
    Matcher origin = ORIGIN.matcher(redirectUri);
    return origin.matches()
        ? origin.group(1)
        : redirectUri.substring(0, redirectUri.indexOf(':') + 1);
  }
}
