package org.flashcrowd.media.image;

/** The picture formats accepted, always told from the bytes and never from a name. */
public enum ImageFormat {
  JPEG("image/jpeg", "jpg"),
  PNG("image/png", "png"),
  WEBP("image/webp", "webp"),
  GIF("image/gif", "gif"),
  HEIC("image/heic", "heic"),
  AVIF("image/avif", "avif");

  private final String mediaType;
  private final String extension;

  ImageFormat(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  /** The registered media type, as served in Content-Type. */
  public String mediaType() {
    return mediaType;
  }

  /** The usual file name extension, without a dot. */
  public String extension() {
    return extension;
  }

  /** Whether metadata can be taken out of this container without touching the pixels. */
  boolean strippable() {
    return this != HEIC && this != AVIF;
  }
}
