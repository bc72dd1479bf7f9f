package org.flashcrowd.push;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Tells addresses of the internet from those of one's own network, which nobody who signs up may
 * make the server call (server-side request forgery). The ranges are IANA's special-purpose
 * registries (RFC 6890 and after).
 */
final class PublicAddresses {
  private PublicAddresses() {}

  static boolean contains(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    // Java reads ::ffff:a.b.c.d as a.b.c.d, so that it is judged as such.
    return address instanceof Inet6Address ? isPublicV6(bytes) : isPublicV4(bytes);
  }

  private static boolean isPublicV4(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    int third = bytes[2] & 0xff;
    boolean shared = first == 100 && second >= 64 && second < 128;
    boolean documentation =
        (first == 192 && second == 0 && third == 2)
            || (first == 198 && second == 51 && third == 100)
            || (first == 203 && second == 0 && third == 113);
    boolean protocols =
        first == 192 && ((second == 0 && third == 0) || (second == 88 && third == 99));
    boolean benchmarks = first == 198 && (second == 18 || second == 19);
    return first != 0
        && first != 10
        && first != 127
        && first < 224
        && !shared
        && !documentation
        && !protocols
        && !benchmarks;
  }

  /** Global unicast is 2000::/3; in it are ways into IPv4 and what is for documents alone. */
  private static boolean isPublicV6(byte[] bytes) {
    int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    int second = ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
    boolean global = (first & 0xe000) == 0x2000;
    boolean protocols = first == 0x2001 && second < 0x0200;
    boolean documentation = (first == 0x2001 && second == 0x0db8) || first == 0x3fff;
    boolean sixToFour = first == 0x2002;
    return global && !protocols && !documentation && !sixToFour;
  }
}
