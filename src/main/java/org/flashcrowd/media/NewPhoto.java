package org.flashcrowd.media;

/** An upload that is about to become a row. */
record NewPhoto(
    long id, long account, Purpose purpose, String key, File file, Photo.Caption caption) {
  /**
   * What was received.
   *
   * @param sha256 64 hexadecimal digits
   * @param width pixels as shown
   * @param height pixels as shown
   */
  record File(String sha256, long bytes, String contentType, int width, int height) {}
}
