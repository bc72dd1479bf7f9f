package org.flashcrowd.bench;

import org.flashcrowd.bench.report.Result;

/** One target of the project's table of performance, with the bare program it is held against. */
public interface Target {
  String id();

  Result measure(Ground ground) throws Exception;

  /** Whether it asks {@link Ground#warm}; for the others that server is stopped. */
  default boolean asksWarmServer() {
    return false;
  }
}
