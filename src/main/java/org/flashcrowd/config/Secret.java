package org.flashcrowd.config;

/**
 * A setting that holds a password, kept out of logs: its text form shows a URI without the
 * password, and nothing of anything else.
 */
public record Secret(String value) {

  /** Whether the setting was left out. */
  public boolean isEmpty() {
    return value.isEmpty();
  }

  @Override
  public String toString() {
    if (value.isEmpty()) {
      return "";
    }
    int query = value.indexOf('?');
    // A driver's parameters may carry a password too.
    String shown = query < 0 ? value : value.substring(0, query) + "?***";
    int scheme = shown.indexOf("://");
    if (scheme < 0) {
      return "***";
    }
    int at = shown.lastIndexOf('@');
    if (at < 0) {
      return shown;
    }
    String userInfo = shown.substring(scheme + 3, at);
    int colon = userInfo.indexOf(':');
    String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
    return shown.substring(0, scheme + 3) + user + ":***" + shown.substring(at);
  }
}
