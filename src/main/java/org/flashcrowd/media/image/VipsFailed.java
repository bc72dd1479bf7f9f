package org.flashcrowd.media.image;

/**
 * An operation of libvips failed. The text comes from an error buffer that all threads of the
 * process share, so it may speak of another picture: it is for the log, never for a user.
 */
final class VipsFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VipsFailed(String operation, String text) {
    super(operation + ": " + text.strip());
  }
}
