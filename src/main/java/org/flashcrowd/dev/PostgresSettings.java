package org.flashcrowd.dev;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The {@code postgresql.conf} of the embedded PostgreSQL. */
final class PostgresSettings {
  private static final Map<String, String> LAPTOP =
      Map.ofEntries(
          Map.entry("max_connections", "100"),
          Map.entry("shared_buffers", "256MB"),
          Map.entry("effective_cache_size", "1GB"),
          Map.entry("work_mem", "8MB"),
          Map.entry("maintenance_work_mem", "128MB"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("wal_compression", "on"),
          Map.entry("max_wal_size", "2GB"),
          Map.entry("checkpoint_timeout", "15min"),
          // Laptops and servers have solid-state disks: a random page costs little more.
          Map.entry("random_page_cost", "1.1"),
          // Compiling a plan pays for reports, not for statements of a few milliseconds.
          Map.entry("jit", "off"));

  /** For databases that nobody will miss: nothing is flushed to disk. */
  static final Map<String, String> THROWAWAY =
      Map.of(
          "fsync", "off",
          "synchronous_commit", "off",
          "full_page_writes", "off",
          "shared_buffers", "128MB",
          "max_connections", "300",
          "autovacuum_naptime", "10min");

  private PostgresSettings() {}

  static String text(int port, Map<String, String> overrides) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    settings.put("unix_socket_directories", "");
    settings.put("password_encryption", "scram-sha-256");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.put("log_min_messages", "warning");
    settings.put("log_line_prefix", "%m %p ");
    // Parameters of statements may be private; the server logs its own errors by statement name.
    settings.put("log_min_error_statement", "panic");
    settings.putAll(new TreeMap<>(LAPTOP));
    settings.putAll(new TreeMap<>(overrides));
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + " = '" + setting.getValue() + "'\n")
        .collect(Collectors.joining("", "# Written at each start; edits are lost.\n", ""));
  }
}
