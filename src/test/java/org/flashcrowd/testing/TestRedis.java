package org.flashcrowd.testing;

import java.util.concurrent.atomic.AtomicInteger;
import org.flashcrowd.dev.SharedServices;

/** Empty databases of the one Redis that all tests of a process share. */
public final class TestRedis {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestRedis() {}

  /** The URI of a database that no other caller has. Channels are shared by all of them. */
  public static String uri() {
    return SharedServices.redis(DATABASES.getAndIncrement());
  }
}
