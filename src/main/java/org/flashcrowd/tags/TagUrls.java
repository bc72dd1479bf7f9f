package org.flashcrowd.tags;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where a tag's pages are. */
record TagUrls(URI publicUrl) {
  /** Everybody's posts with a tag. */
  String of(String name) {
    return publicUrl + "/tags/" + escape(name);
  }

  /** One account's posts with a tag. */
  String of(String username, String name) {
    return publicUrl + "/@" + username + "/tagged/" + escape(name);
  }

  private static String escape(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
