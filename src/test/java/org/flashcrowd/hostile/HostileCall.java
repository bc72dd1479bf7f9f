package org.flashcrowd.hostile;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** One call, as it goes over the wire. */
record HostileCall(
    String method, String uri, Map<String, String> headers, Buffer body, String contentType) {
  @Override
  public String toString() {
    String text = body.getString(0, Math.min(body.length(), 600), "ISO-8859-1");
    return method + " " + clipped(uri) + " [" + contentType + "] " + headers + " " + text;
  }

  private static String clipped(String text) {
    return text.length() < 600 ? text : text.substring(0, 600) + "…";
  }
}
