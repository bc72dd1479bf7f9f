package org.flashcrowd.resilience;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads that answer somebody go first. Java's own thread priorities do nothing on Linux; its
 * system call does, and there it is about one thread. Elsewhere it would be about the whole
 * process, so nothing is done. There is no way back.
 */
public final class BehindOthers {
  // A ninth of what a thread that answers gets, where both want a core: work goes on all the same.
  private static final int NICE = 10;
  private static final int PRIO_PROCESS = 0;
  private static final int CALLER = 0;

  private static final @Nullable MethodHandle SET_PRIORITY = find();

  private BehindOthers() {}

  /** Puts the calling thread, which is not used for anything else, behind. */
  public static void put() {
    put(CALLER);
  }

  /**
   * Puts a thread of this process behind.
   *
   * @param thread its number in the system
   */
  public static void put(int thread) {
    MethodHandle set = SET_PRIORITY;
    if (set != null) {
      try {
        // Where the system refuses, it stays where it is.
        int refused = (int) set.invokeExact(PRIO_PROCESS, thread, NICE);
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
