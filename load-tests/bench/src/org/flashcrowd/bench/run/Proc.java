package org.flashcrowd.bench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux counts about a process. */
public final class Proc {
  // USER_HZ, which is 100 on every Linux that Java runs on.
  private static final double TICKS = 100;
  private static final int PARENT = 1;
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  private Proc() {}

  /** Seconds of CPU, user and system, that a process has had; 0 where it is gone. */
  public static double cpu(long pid) {
    String[] fields = stat(pid);
    return fields.length == 0 ? 0 : seconds(fields, USER) + seconds(fields, SYSTEM);
  }

  /** The same of a process and all of its children, those that have ended included. */
  public static double familyCpu(long pid) {
    String[] fields = stat(pid);
    if (fields.length == 0) {
      return 0;
    }
    return cpu(pid)
        + seconds(fields, CHILDREN_USER)
        + seconds(fields, CHILDREN_SYSTEM)
        + children(pid).stream().mapToDouble(Proc::cpu).sum();
  }

  /** The processes that a process has started and that run. */
  public static List<Long> children(long parent) {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.chars().allMatch(Character::isDigit))
          .map(Long::valueOf)
          .filter(pid -> parent(pid) == parent)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static long parent(long pid) {
    String[] fields = stat(pid);
    return fields.length == 0 ? -1 : Long.parseLong(fields[PARENT]);
  }

  private static double seconds(String[] fields, int field) {
    return Long.parseLong(fields[field]) / TICKS;
  }

  /** The fields after the name, which may hold anything and ends with the last bracket. */
  private static String[] stat(long pid) {
    try {
      String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return line.substring(line.lastIndexOf(')') + 2).split(" ");
    } catch (IOException gone) {
      return new String[0];
    }
  }

  /** Resident memory in MB now. */
  public static double rss(long pid) {
    return status(pid, "VmRSS:");
  }

  /** Resident memory in MB at its highest so far. */
  public static double peak(long pid) {
    return status(pid, "VmHWM:");
  }

  private static double status(long pid, String key) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(key))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }
}
