package org.flashcrowd.resilience;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One breaker for each of many targets of one kind, so that one that is away does not keep the
 * others out. The targets seen longest ago are forgotten, and start afresh when they come back.
 */
public final class BreakerFamily {
  private final Cache<String, Breaker> members;
  private final Function<String, Breaker> make;

  BreakerFamily(int most, Function<String, Breaker> make) {
    this.members =
        Caffeine.newBuilder()
            .maximumSize(most)
            .executor(Runnable::run)
            .removalListener(BreakerFamily::end)
            .build();
    this.make = make;
  }

  private static void end(@Nullable String target, @Nullable Breaker breaker, RemovalCause cause) {
    if (breaker != null) {
      breaker.close();
    }
  }

  /** The breaker of one target. */
  public Breaker of(String target) {
    return members.get(target, make);
  }

  long open() {
    return members.asMap().values().stream().filter(Breaker::isOpen).count();
  }
}
