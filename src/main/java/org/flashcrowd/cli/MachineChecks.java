package org.flashcrowd.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flashcrowd.config.Config;
import org.flashcrowd.media.image.ImageEngines;

/** What the machine must offer: Java, ports, disk, libvips. */
final class MachineChecks {
  private static final long GIGABYTE = 1L << 30;

  private MachineChecks() {}

  static Check java() {
    Runtime runtime = Runtime.getRuntime();
    return Check.ok(
        "Java",
        "%s, %d cores, heap up to %d MB"
            .formatted(
                Runtime.version(), runtime.availableProcessors(), runtime.maxMemory() >> 20));
  }

  /**
   * @param serving whether a server runs on this data folder, whose port it then is
   */
  static Check port(String subject, String variable, String host, int port, boolean serving) {
    if (port == 0) {
      return Check.ok(subject, "any free one");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return Check.ok(subject, host + ":" + port + " is free");
    } catch (IOException taken) {
      return serving
          ? Check.ok(subject, host + ":" + port + " is taken, by the server on this data_dir")
          : Check.broken(
              subject,
              host + ":" + port + ": " + taken.getMessage(),
              "stop what uses it, or set " + variable);
    }
  }

  static Check disk(Config config) {
    Path existing = config.dataDir();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      if (!Files.isWritable(existing)) {
        return Check.broken(
            "Disk",
            existing + " is not writable",
            "give this user the folder, or set FLASHCROWD_DATA_DIR");
      }
      long free = Files.getFileStore(existing).getUsableSpace();
      String detail = "%.1f GB free under %s".formatted((double) free / GIGABYTE, config.dataDir());
      if (free < config.media().minFreeSpace()) {
        return Check.broken("Disk", detail, "uploads are refused; free some space");
      }
      return free < 2 * GIGABYTE
          ? Check.note("Disk", detail, "photos fill it soon; free some space")
          : Check.ok("Disk", detail);
    } catch (IOException unreadable) {
      return Check.broken("Disk", unreadable.toString(), "set FLASHCROWD_DATA_DIR");
    }
  }

  static Check vips(Config.Media.Engine engine) {
    if (engine == Config.Media.Engine.JDK) {
      return Check.ok("libvips", "not wanted: media.engine is jdk");
    }
    String advice = "install it: apt install libvips42, dnf install vips, brew install vips";
    try {
      return Check.ok("libvips", ImageEngines.select("vips").describe());
    } catch (IllegalStateException absent) {
      String reason = String.valueOf(absent.getMessage());
      return engine == Config.Media.Engine.VIPS
          ? Check.broken("libvips", reason + ", and media.engine asks for it", advice)
          : Check.note("libvips", reason + ": pictures are made by Java, much slower", advice);
    }
  }
}
