package org.flashcrowd.db;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;

/**
 * Which migrations a database has had, as Flyway wrote down. Reading that takes a few milliseconds
 * where Flyway takes half a second to find that there is nothing to do, at every start and command.
 */
final class SchemaHistory {
  private static final String FOLDER = "db/migration/";
  private static final String SQL = ".sql";
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
    URL folder = Objects.requireNonNull(SchemaHistory.class.getResource("/" + FOLDER), FOLDER);
    return folder.openConnection() instanceof JarURLConnection jar ? inJar(jar) : inFolder(folder);
  }

  private static Map<String, Integer> inJar(JarURLConnection connection) throws IOException {
    connection.setUseCaches(false);
    Map<String, Integer> checksums = new HashMap<>();
    try (JarFile jar = connection.getJarFile()) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().startsWith(FOLDER) && entry.getName().endsWith(SQL)) {
          checksums.put(
              entry.getName().substring(FOLDER.length()), checksum(jar.getInputStream(entry)));
        }
      }
    }
    return checksums;
  }

  /** As it is built, before it is packaged. */
  private static Map<String, Integer> inFolder(URL folder) throws IOException {
    Map<String, Integer> checksums = new HashMap<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of(URI.create(folder.toString())), "*" + SQL)) {
      for (Path file : files) {
        checksums.put(String.valueOf(file.getFileName()), checksum(Files.newInputStream(file)));
      }
    }
    return checksums;
  }

  /** Flyway's: CRC-32 of the lines without what ends them. Another would only cost that time. */
  private static int checksum(InputStream file) throws IOException {
    CRC32 checksum = new CRC32();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        checksum.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return (int) checksum.getValue();
  }
}
