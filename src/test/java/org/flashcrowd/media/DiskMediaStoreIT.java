package org.flashcrowd.media;

import io.vertx.core.Vertx;

/** Photos in a folder. */
class DiskMediaStoreIT extends MediaStoreContract {
  @Override
  MediaStore open(Vertx vertx) {
    return new DiskMediaStore(vertx, folder, 0);
  }
}
