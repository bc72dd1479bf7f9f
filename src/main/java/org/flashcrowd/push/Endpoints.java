package org.flashcrowd.push;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.config.PushSettings;

/**
 * Finds the very address that a push goes to, and refuses those that are not the internet's. Asked
 * when somebody subscribes and again for each push: a name may mean something else by then, so what
 * was checked is what is connected to.
 */
final class Endpoints {
  /** Asks DNS, and may take its time. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** An endpoint that nobody may be sent to. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String problem) {
      super(problem, null, false, false);
    }
  }

  private final WorkerExecutor threads;
  private final Resolver resolver;
  private final PushSettings settings;

  /**
   * @param threads where names are looked up; nobody else's
   */
  Endpoints(WorkerExecutor threads, Resolver resolver, PushSettings settings) {
    this.threads = threads;
    this.resolver = resolver;
    this.settings = settings;
  }

  /**
   * @return fails with {@link Refused} where the endpoint is not https on the internet, with {@link
   *     UnknownHostException} where its name is not known, or not now
   */
  Future<InetSocketAddress> address(URI endpoint) {
    String scheme = String.valueOf(endpoint.getScheme());
    if (!scheme.equalsIgnoreCase("https")
        && !(settings.allowInsecure() && scheme.equalsIgnoreCase("http"))) {
      return Future.failedFuture(new Refused("must be an https URL"));
    }
    return threads
        .executeBlocking(() -> resolver.resolve(literal(endpoint.getHost())), /* ordered= */ false)
        .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .map(addresses -> new InetSocketAddress(first(addresses), port(endpoint)));
  }

  /** Without the brackets of an IPv6 address. */
  private static String literal(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private InetAddress first(InetAddress[] addresses) {
    List<InetAddress> all = Arrays.asList(addresses);
    if (all.isEmpty()
        || !(settings.allowInsecure() || all.stream().allMatch(PublicAddresses::contains))) {
      throw new Refused("is not on the internet");
    }
    return all.getFirst();
  }

  static int port(URI endpoint) {
    if (endpoint.getPort() >= 0) {
      return endpoint.getPort();
    }
    return isSecure(endpoint) ? 443 : 80;
  }

  static boolean isSecure(URI endpoint) {
    return "https".equalsIgnoreCase(endpoint.getScheme());
  }
}
