package org.flashcrowd;

/**
 * Where a server's state lives.
 *
 * @param database {@code postgresql://user:password@host:port/database}
 * @param redis {@code redis://:password@host:port}
 */
public record ServiceUris(String database, String redis) {
  /** Both carry passwords. */
  @Override
  public String toString() {
    return "ServiceUris[…]";
  }
}
