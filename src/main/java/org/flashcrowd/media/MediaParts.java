package org.flashcrowd.media;

import org.flashcrowd.db.Database;
import org.flashcrowd.jobs.Jobs;

/** What most of this capability's objects are made with. */
record MediaParts(
    Database database,
    Jobs jobs,
    MediaRepository repository,
    MediaStore store,
    MediaMetrics metrics) {}
