package org.flashcrowd.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The processes of a PostgreSQL on Linux. Each begins a session of its own, and Linux shares out a
 * core among sessions (sched(7), "The autogroup feature"): a dozen of them, of one statement each,
 * leave a thirteenth to the whole server. A session can be put behind others, and back.
 */
final class PostgresSessions {
  // A dozen of them get a sixth of what the server gets, where all want a core. At nice 10 they got
  // more than the server: each weighs a ninth of it.
  private static final int BEHIND = 19;

  private PostgresSessions() {}

  /**
   * Puts all but the first process behind, or back.
   *
   * @return false where the system refused one for now: it lets others than root change one in a
   *     tenth of a second
   */
  static boolean nice(ProcessHandle postmaster, boolean behind) {
    int nice = behind ? BEHIND : 0;
    return postmaster
        .children()
        .map(process -> nice(process.pid(), nice))
        .reduce(true, (a, b) -> a && b);
  }

  private static boolean nice(long process, int nice) {
    Path group = Path.of("/proc", Long.toString(process), "autogroup");
    try {
      // Such as "/autogroup-1042 nice 0".
      if (!Files.readString(group).strip().endsWith(" nice " + nice)) {
        Files.writeString(group, Integer.toString(nice));
      }
      return true;
    } catch (IOException refused) {
      // Without the feature there is no file, nor is there of a process that has ended.
      return !Files.exists(group);
    }
  }
}
