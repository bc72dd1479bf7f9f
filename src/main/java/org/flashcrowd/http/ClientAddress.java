package org.flashcrowd.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.flashcrowd.config.AddressRange;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a call comes from. {@code X-Forwarded-For} is believed from configured proxies
 * only, and read from its end: what a client put there itself stands further to the front.
 */
final class ClientAddress {
  static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final int MAX_HOPS = 20;

  private final List<AddressRange> proxies;

  ClientAddress(List<AddressRange> proxies) {
    this.proxies = List.copyOf(proxies);
  }

  String of(HttpServerRequest http) {
    return of(peer(http.remoteAddress()), () -> http.headers().getAll(FORWARDED_FOR));
  }

  /** Whom a connection comes from, be it a proxy or not. */
  static String peer(@Nullable SocketAddress remote) {
    String host = remote == null ? null : remote.hostAddress();
    return host == null ? "unknown" : host;
  }

  /**
   * @param peer whom the connection comes from
   * @param forwarded the {@code X-Forwarded-For} headers of the call
   */
  String of(String peer, Supplier<List<String>> forwarded) {
    if (proxies.isEmpty()) {
      return peer;
    }
    List<String> headers = forwarded.get();
    return headers.isEmpty() ? peer : behind(peer, String.join(",", headers));
  }

  private String behind(String peer, String forwarded) {
    String[] hops = forwarded.split(",", -1);
    String client = peer;
    int at = hops.length - 1;
    int last = Math.max(0, hops.length - MAX_HOPS);
    while (at >= last && trusted(client)) {
      InetAddress hop = parse(hops[at].strip());
      if (hop == null) {
        return client;
      }
      client = hop.getHostAddress();
      at--;
    }
    return client;
  }

  private boolean trusted(String address) {
    InetAddress parsed = parse(address);
    return parsed != null && proxies.stream().anyMatch(proxy -> proxy.contains(parsed));
  }

  /** What counts as one caller: an IPv4 address, or the /64 that one IPv6 customer has. */
  static String network(String address) {
    InetAddress parsed = parse(address);
    byte[] bytes = parsed == null ? new byte[0] : parsed.getAddress();
    return bytes.length == 16 ? HexFormat.of().formatHex(bytes, 0, 8) : address;
  }

  private static @Nullable InetAddress parse(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException noAddress) {
      return null;
    }
  }
}
