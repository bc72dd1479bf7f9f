package org.flashcrowd.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; the message names every problem, a line each. */
public final class ConfigError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConfigError(List<String> problems) {
    super(
        problems.size() == 1
            ? "configuration: " + problems.getFirst()
            : problems.stream()
                .map(problem -> "\n  " + problem)
                .collect(
                    Collectors.joining("", "configuration: " + problems.size() + " problems", "")));
  }
}
