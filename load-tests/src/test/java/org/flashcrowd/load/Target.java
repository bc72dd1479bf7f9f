package org.flashcrowd.load;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * What to load and how much, from system properties: {@code -DbaseUrl=… -Dusers=… -Dseconds=…}.
 *
 * <p>A load test aims at this machine. Another host is refused unless {@code -DallowRemote=true}
 * says that it is yours.
 *
 * @param users people at once
 * @param duration for how long
 */
record Target(URI base, int users, Duration duration) {
  static Target fromProperties() {
    URI base = URI.create(System.getProperty("baseUrl", "http://localhost:8080"));
    if (!Boolean.getBoolean("allowRemote") && !isLoopback(base)) {
      throw new IllegalArgumentException(
          base + " is not this machine; -DallowRemote=true if you may load it");
    }
    return new Target(
        base,
        Integer.getInteger("users", 20),
        Duration.ofSeconds(Integer.getInteger("seconds", 30)));
  }

  private static boolean isLoopback(URI base) {
    try {
      return InetAddress.getByName(base.getHost()).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException(base + " is not known", unknown);
    }
  }
}
