package org.flashcrowd.dev;

/** An embedded service cannot run; the message says why and what to do. */
public final class EmbeddedServiceFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedServiceFailure(String message) {
    super(message);
  }

  EmbeddedServiceFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
