package org.flashcrowd.load;

import static io.gatling.javaapi.core.CoreDsl.global;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.http.HttpDsl;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What to load and how much, from system properties: {@code -DbaseUrl=… -Dusers=… -Dseconds=…
 * -Drate=… -Ddata=… -Dp99=…}.
 *
 * <p>A load test aims at this machine. Another host is refused unless {@code -DallowRemote=true}
 * says that it is yours.
 *
 * @param users people at once
 * @param duration for how long
 * @param rate new people a second, where a simulation sends them at a rate
 * @param data the folder that {@code flashcrowd seed --export} wrote
 * @param p99 milliseconds within which 99 of 100 requests must be answered
 */
record Target(URI base, int users, Duration duration, double rate, Path data, int p99) {
  static Target fromProperties() {
    URI base = URI.create(System.getProperty("baseUrl", "http://localhost:8080"));
    if (!Boolean.getBoolean("allowRemote") && !isLoopback(base)) {
      throw new IllegalArgumentException(
          base + " is not this machine; -DallowRemote=true if you may load it");
    }
    return new Target(
        base,
        Integer.getInteger("users", 20),
        Duration.ofSeconds(Integer.getInteger("seconds", 30)),
        Double.parseDouble(System.getProperty("rate", "20")),
        Path.of(System.getProperty("data", exported())),
        Integer.getInteger("p99", 2_000));
  }

  /** The same folder whether Maven was started in this project or in the one that it is part of. */
  private static String exported() {
    return Files.isDirectory(Path.of("load-tests")) ? "load-tests/target/load" : "target/load";
  }

  /** Duration in seconds, for what is spread over all of it. */
  double seconds() {
    return Math.max(1, duration.toMillis() / 1e3);
  }

  HttpProtocolBuilder protocol() {
    return HttpDsl.http.baseUrl(base.toString()).acceptHeader("application/json");
  }

  /** Hardly anything may fail, and hardly anything may take long. */
  List<Assertion> assertions() {
    return List.of(
        global().failedRequests().percent().lt(0.1), global().responseTime().percentile4().lt(p99));
  }

  private static boolean isLoopback(URI base) {
    try {
      return InetAddress.getByName(base.getHost()).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException(base + " is not known", unknown);
    }
  }
}
