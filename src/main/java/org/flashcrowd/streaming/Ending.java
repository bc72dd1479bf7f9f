package org.flashcrowd.streaming;

/** Why the server ends a socket, with the code and reason of the close frame (RFC 6455, 7.4). */
enum Ending {
  GOING_AWAY(1001, "The server is restarting"),
  DEAD(1001, "No sign of life"),
  NOT_TEXT(1003, "Only text is understood"),
  REVOKED(1008, "The access token was revoked"),
  TOO_SLOW(1008, "Too slow to read"),
  TOO_MANY(1008, "Too many messages"),
  TOO_LARGE(1009, "The message is too large");

  private final short code;
  private final String reason;

  Ending(int code, String reason) {
    this.code = (short) code;
    this.reason = reason;
  }

  short code() {
    return code;
  }

  String reason() {
    return reason;
  }
}
