package org.flashcrowd.search;

import org.flashcrowd.text.Folding;

/**
 * What is known of a post beside its words, indexed among them: one query then answers both. No
 * word contains an equals sign or a hash, so that none is taken for another.
 */
final class Attribute {
  static final String PUBLIC = "in=public";
  static final String MEDIA = "has=media";
  static final String REPLY = "is=reply";
  static final String SENSITIVE = "is=sensitive";

  private Attribute() {}

  static String author(long account) {
    return "from=" + account;
  }

  static String mentioned(long account) {
    return "to=" + account;
  }

  static String language(String code) {
    return "language=" + Folding.fold(code).replaceAll("[^a-z0-9-]", "");
  }

  /** The key of a tag; what no tag is made of is left out. */
  static String tag(String key) {
    return "#" + key.replaceAll("[^\\p{L}\\p{M}\\p{N}_·]", "");
  }
}
