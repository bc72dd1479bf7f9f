package org.flashcrowd.media.image;

/**
 * Says that a file will not be accepted as a picture, with a reason its owner can read. It is an
 * answer rather than a fault: the same bytes will be refused again, so nothing is retried.
 */
public final class ImageRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ImageRefused(String reason) {
    // Stackless: bad input must be cheap to refuse.
    super(reason, null, false, false);
  }

  /** The bytes end before the picture does, or contradict themselves. */
  static ImageRefused damaged() {
    return new ImageRefused("The picture is damaged or incomplete");
  }

  /** The reason, in plain words. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
