package org.flashcrowd.media;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what uploads and workers left in this node's temporary folders when it died. */
final class TemporaryFiles {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);
  // Above the hour that a body may take to arrive at the least rate.
  private static final Duration AGE = Duration.ofMinutes(90);
  private static final Duration INTERVAL = Duration.ofMinutes(30);

  private final List<Path> folders;
  private final Clock clock;

  TemporaryFiles(List<Path> folders, Clock clock) {
    this.folders = List.copyOf(folders);
    this.clock = clock;
  }

  /** Sweeps now and every half hour. */
  void start(Vertx vertx, BlockingThreads threads) {
    threads.act(this::sweep);
    vertx.setPeriodic(INTERVAL.toMillis(), tick -> threads.act(this::sweep));
  }

  /** Blocks. */
  void sweep() {
    Instant old = clock.instant().minus(AGE);
    for (Path folder : folders) {
      try {
        int deleted = Folders.deleteOlder(folder, old);
        if (deleted > 0) {
          LOG.info("{} abandoned temporary files deleted from {}", deleted, folder);
        }
      } catch (IOException failure) {
        LOG.warn("temporary files in {} are not swept: {}", folder, failure.toString());
      }
    }
  }
}
