package org.flashcrowd;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.ServiceUris;
import org.jspecify.annotations.Nullable;

/**
 * How the process for media is started: this program with this process's JVM options and settings,
 * less what makes it the server.
 */
final class MediaProcessLaunch {
  // Of this process alone: its memory, what it records, who watches it.
  private static final List<String> OWN =
      List.of("-Xm", "-XX:MaxRAM", "-XX:AOTCacheOutput", "-javaagent", "-agent", "-Xlog:disable");

  private MediaProcessLaunch() {}

  /**
   * @param file with the settings, if there is one
   * @param services that this process uses: passed on where they are its own
   */
  static ProcessBuilder of(Config config, @Nullable Path file, ServiceUris services) {
    ProcessBuilder builder = new ProcessBuilder(command(config.media().separate().heap()));
    Map<String, String> environment = builder.environment();
    if (file != null) {
      environment.put("FLASHCROWD_CONFIG", file.toAbsolutePath().toString());
    }
    if (config.database().uri().isEmpty()) {
      environment.put("FLASHCROWD_DATABASE_URI", services.database().value());
    }
    if (config.redis().uri().isEmpty()) {
      environment.put("FLASHCROWD_REDIS_URI", services.redis().value());
    }
    environment.put("FLASHCROWD_ROLES", "media");
    environment.put("FLASHCROWD_MEDIA_PROCESS", "inside");
    environment.put(
        "FLASHCROWD_MANAGEMENT_PORT", Integer.toString(config.media().separate().managementPort()));
    return builder;
  }

  private static List<String> command(long heap) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (OWN.stream().noneMatch(option::startsWith)) {
        command.add(option);
      }
    }
    command.add("-Xmx" + heap);
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.add(MediaProcessCommand.NAME);
    return command;
  }
}
