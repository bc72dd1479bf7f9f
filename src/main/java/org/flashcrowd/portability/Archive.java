package org.flashcrowd.portability;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A ZIP file that is written from its beginning to its end, in constant memory. Blocking. */
final class Archive implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final ZipOutputStream zip;

  Archive(Path file) throws IOException {
    this.zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
  }

  void begin(String entry) throws IOException {
    zip.setLevel(Deflater.DEFAULT_COMPRESSION);
    zip.putNextEntry(new ZipEntry(entry));
  }

  void write(byte[] bytes) throws IOException {
    zip.write(bytes);
  }

  void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  void end() throws IOException {
    zip.closeEntry();
  }

  /** Adds a file as it is: pictures are compressed already. */
  void copy(String entry, Path file) throws IOException {
    zip.setLevel(Deflater.NO_COMPRESSION);
    zip.putNextEntry(new ZipEntry(entry));
    Files.copy(file, zip);
    zip.closeEntry();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
