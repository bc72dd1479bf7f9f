package org.flashcrowd.db;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Which migrations a database has had, as Flyway wrote down. Reading that takes a few milliseconds
 * where Flyway takes half a second to find that there is nothing to do, at every start and command.
 */
final class SchemaHistory {
  private static final String FOLDER = "/db/migration";
  private static final String APPLIED =
      "SELECT script, checksum FROM flyway_schema_history WHERE success";

  private SchemaHistory() {}

  /**
   * Whether every migration of this version was applied, as it is now. Where that cannot be told
   * the answer is no: Flyway looks again, and says what is wrong.
   */
  static boolean isComplete(String uri) {
    try {
      return isComplete(uri, packaged());
    } catch (SQLException | IOException unknown) {
      return false;
    }
  }

  private static boolean isComplete(String uri, Map<String, Integer> missing) throws SQLException {
    boolean any = !missing.isEmpty();
    try (Connection connection = Jdbc.connect(uri);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(APPLIED)) {
      while (rows.next()) {
        missing.remove(rows.getString(1), rows.getInt(2));
      }
      return any && missing.isEmpty();
    }
  }

  /** The checksum of each migration by the name of its file. */
  private static Map<String, Integer> packaged() throws IOException {
    URL folder = Objects.requireNonNull(SchemaHistory.class.getResource(FOLDER), FOLDER);
    try {
      URI uri = folder.toURI();
      if (!uri.getScheme().equals("jar")) {
        return checksums(Path.of(uri));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return checksums(jar.getPath(FOLDER));
      }
    } catch (URISyntaxException impossible) {
      throw new IOException(impossible);
    }
  }

  private static Map<String, Integer> checksums(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".sql")).toList();
    }
    Map<String, Integer> checksums = new HashMap<>();
    for (Path file : files) {
      checksums.put(String.valueOf(file.getFileName()), checksum(file));
    }
    return checksums;
  }

  /** Flyway's: CRC-32 of the lines without what ends them. Another would only cost that time. */
  private static int checksum(Path file) throws IOException {
    CRC32 checksum = new CRC32();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        checksum.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return (int) checksum.getValue();
  }
}
