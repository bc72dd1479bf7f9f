package org.flashcrowd.http;

/** A capability's routes. */
public interface RouteSource {
  void declare(Routes routes);
}
