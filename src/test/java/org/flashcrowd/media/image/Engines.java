package org.flashcrowd.media.image;

import org.junit.jupiter.api.Assumptions;

/** The engines a test runs on, by name. */
final class Engines {
  private Engines() {}

  /** The engine, or an abandoned test that says why when this machine has no libvips. */
  static ImageEngine named(String name) {
    try {
      return ImageEngines.select(name);
    } catch (IllegalStateException absent) {
      return Assumptions.abort(name + " is not tested here: " + absent.getMessage());
    }
  }
}
