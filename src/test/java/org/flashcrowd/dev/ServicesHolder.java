package org.flashcrowd.dev;

import java.util.Map;
import org.flashcrowd.config.Config;

/** A process that holds embedded services until it is killed. */
final class ServicesHolder {
  private ServicesHolder() {}

  /** Prints a line when they run; the data folder is the only argument. */
  public static void main(String[] arguments) throws InterruptedException {
    EmbeddedServices services =
        EmbeddedServices.start(Config.load(null, Map.of("FLASHCROWD_DATA_DIR", arguments[0])));
    System.out.println(services.databaseUri());
    new java.util.concurrent.CountDownLatch(1).await();
  }
}
