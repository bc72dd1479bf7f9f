package org.flashcrowd.media;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.db.DatabaseUnavailable;
import org.flashcrowd.http.Failure;

/** Counts uploads, their bytes, the time to process them, and why they were refused. */
final class MediaMetrics {
  private final MeterRegistry meters;
  private final DistributionSummary bytes;
  private final Timer processing;

  MediaMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.bytes =
        DistributionSummary.builder("flashcrowd.media.upload.bytes")
            .description("Sizes of the uploads that were accepted")
            .baseUnit("bytes")
            .register(meters);
    this.processing =
        Timer.builder("flashcrowd.media.processing")
            .description("Time to make the renditions of one photo, encoded and stored")
            .publishPercentileHistogram()
            .register(meters);
  }

  void accepted(long uploadBytes) {
    uploads("accepted");
    bytes.record((double) uploadBytes);
  }

  void refused(Throwable failure) {
    uploads(
        switch (failure) {
          case Failure answer when answer.status() == 422 -> "not_a_picture";
          case Failure answer when answer.status() == 507 -> "storage_full";
          case Failure answer when answer.status() == 503 -> "too_many";
          case DatabaseUnavailable away -> "database";
          default -> "error";
        });
  }

  private void uploads(String result) {
    Counter.builder("flashcrowd.media.uploads")
        .description("Uploads by what became of them")
        .tag("result", result)
        .register(meters)
        .increment();
  }

  void processed(long nanos) {
    processing.record(nanos, TimeUnit.NANOSECONDS);
    outcome("ready");
  }

  /**
   * @param reason {@code refused}, {@code timeout}, {@code memory} or {@code attempts}
   */
  void failed(String reason) {
    outcome(reason);
  }

  private void outcome(String result) {
    Counter.builder("flashcrowd.media.processed")
        .description("Photos by how their processing ended")
        .tag("result", result)
        .register(meters)
        .increment();
  }
}
