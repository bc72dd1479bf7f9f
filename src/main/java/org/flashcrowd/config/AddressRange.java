package org.flashcrowd.config;

import java.net.InetAddress;

/** Internet addresses that share their first {@code prefix} bits; written {@code 10.0.0.0/8}. */
public record AddressRange(InetAddress network, int prefix) {

  /** Reads one; {@code IllegalArgumentException} with words for people where it is none. */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    try {
      // Only literals: a name would ask DNS, and could mean another host tomorrow.
      InetAddress network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int bits = network.getAddress().length * 8;
      int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
      if (prefix < 0 || prefix > bits) {
        throw new IllegalArgumentException(EXPECTED);
      }
      return new AddressRange(network, prefix);
    } catch (IllegalArgumentException unreadable) {
      throw new IllegalArgumentException(EXPECTED, unreadable);
    }
  }

  private static final String EXPECTED = "must be an address or a range such as 10.0.0.0/8";

  /** Whether {@code address} lies in this range; never across IPv4 and IPv6. */
  public boolean contains(InetAddress address) {
    byte[] mine = network.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >>> (bit % 8);
      if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
