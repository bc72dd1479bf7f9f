package org.flashcrowd.text;

import org.jspecify.annotations.Nullable;

/**
 * Somebody's name as it was typed after an {@code @}.
 *
 * @param domain the part after the second {@code @} of {@code @name@domain}; null without one
 */
public record Handle(String username, @Nullable String domain) {
  /** Whether it names an account of this server, whose host is {@code domain}. */
  public boolean isOf(String host) {
    return domain == null || domain.equalsIgnoreCase(host);
  }
}
