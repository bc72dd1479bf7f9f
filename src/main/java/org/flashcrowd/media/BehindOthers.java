package org.flashcrowd.media;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads that answer somebody go first. Java's own thread priorities do nothing on Linux; its
 * system call does, and there it is about the calling thread alone. Elsewhere it would be about the
 * whole process, so nothing is done.
 */
final class BehindOthers {
  // A ninth of what a thread that answers gets, where both want a core: work goes on all the same.
  private static final int NICE = 10;
  private static final int PRIO_PROCESS = 0;
  private static final int CALLER = 0;

  private static final @Nullable MethodHandle SET_PRIORITY = find();

  private BehindOthers() {}

  /** Puts the calling thread, which is not used for anything else, behind. */
  static void put() {
    MethodHandle set = SET_PRIORITY;
    if (set != null) {
      try {
        // Where the system refuses, it stays where it is.
        int refused = (int) set.invokeExact(PRIO_PROCESS, CALLER, NICE);
        assert refused <= 0;
      } catch (Throwable impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  @SuppressWarnings("restricted") // A call of the system's library, of three numbers.
  private static @Nullable MethodHandle find() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return null;
    }
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("setpriority")
        .map(
            function ->
                linker.downcallHandle(
                    function,
                    FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT)))
        .orElse(null);
  }
}
