package org.flashcrowd.media;

import java.util.Locale;

/** What a picture was sent for. */
public enum Purpose {
  /** To be attached to a post. */
  POST,
  /** To stand beside an account's name. */
  AVATAR,
  /** To stand above a profile. */
  HEADER;

  /** Its name in the database. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Purpose of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
