package org.flashcrowd.auth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.flashcrowd.http.Request;

/** Where a browser goes after signing in: a page of ours, and nowhere else. */
final class ReturnTo {
  // Neither //host nor /\host, which browsers take for another server; nothing that ends a header.
  private static final Pattern OURS = Pattern.compile("/([!-~&&[^/\\\\]][!-~&&[^\\\\]]*)?");
  private static final int MAX_LENGTH = 8_000;

  private ReturnTo() {}

  static String of(Request request) {
    return request
        .params()
        .text("return_to")
        .filter(path -> path.length() <= MAX_LENGTH && OURS.matcher(path).matches())
        .orElse("/");
  }

  /** The sign-in page that leads back to a page of ours. */
  static String signIn(String path) {
    return "/auth/sign_in?return_to=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
  }
}
