package org.flashcrowd.media;

import io.vertx.core.Future;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobHandler;

/** Removes the files of photos whose rows are gone. Harmless to repeat. */
final class MediaRemoval implements JobHandler {
  private final MediaStore store;

  MediaRemoval(MediaStore store) {
    this.store = store;
  }

  @Override
  public Future<Void> handle(Job job) {
    return Future.join(MediaJobs.keys(job).stream().map(store::delete).toList()).mapEmpty();
  }
}
