package org.flashcrowd.http;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names one version of what a URL answers (RFC 9110, section 8.8.3), so that who has it need not
 * get it again.
 *
 * @param value with its quotation marks, as it stands in the header
 */
public record EntityTag(String value) {
  private static final int BYTES = 12;

  /** Of bytes that may be compressed on their way, and are then the same only in meaning. */
  public static EntityTag weak(Buffer content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes());
      return new EntityTag("W/\"" + HexFormat.of().formatHex(digest, 0, BYTES) + "\"");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** Whether the caller has this version already: the answer is then 304. */
  public boolean isKnownTo(Request request) {
    return request.header("If-None-Match").filter(this::isIn).isPresent();
  }

  /** Whether it is one of those in an {@code If-None-Match}. */
  boolean isIn(String sent) {
    return sent.strip().equals("*")
        || Arrays.stream(sent.split(",")).map(String::strip).anyMatch(this::matches);
  }

  /** Weak comparison: whether a tag is weak does not matter here. */
  private boolean matches(String tag) {
    return opaque(tag).equals(opaque(value));
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }
}
