package org.flashcrowd.media;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.flashcrowd.media.image.ProcessedImage;
import org.flashcrowd.media.image.Rendered;

/**
 * Puts one processed picture into the media folder under any number of keys, as hard links: each
 * copy can be deleted by itself and none takes space. For made-up data; nothing is forced to disk.
 */
public final class PhotoCopies implements AutoCloseable {
  /**
   * A picture to copy, with what its rows say.
   *
   * @param sha256 64 hexadecimal digits, of the full-size file
   * @param original as JSON, like the column
   * @param renditions as JSON, like the column
   */
  public record Master(
      List<Path> files,
      String sha256,
      long bytes,
      String contentType,
      int width,
      int height,
      String blurhash,
      String colour,
      String original,
      String renditions) {}

  private final MediaLayout layout;
  private final Path incoming;
  private final Queue<Path> work = new ConcurrentLinkedQueue<>();
  private final Set<Path> folders = ConcurrentHashMap.newKeySet();

  /**
   * @param root of the media store
   */
  public PhotoCopies(Path root) throws IOException {
    this.layout = new MediaLayout(root);
    this.incoming = Files.createDirectories(root.resolve("incoming"));
  }

  /** A new folder to process a picture in, on the media's file system. */
  public Path workFolder() throws IOException {
    Path folder = Files.createDirectory(incoming.resolve("copies-" + UUID.randomUUID()));
    work.add(folder);
    return folder;
  }

  /** A picture that was processed in a {@link #workFolder}. */
  public Master keep(ProcessedImage image) throws IOException {
    Rendered original = image.original();
    List<Path> files = new ArrayList<>();
    files.add(original.file());
    image.renditions().forEach(rendition -> files.add(rendition.file()));
    return new Master(
        files,
        sha256(original.file()),
        original.bytes(),
        original.contentType(),
        original.width(),
        original.height(),
        image.blurhash(),
        image.colour(),
        PhotoRow.json(file(original)).encode(),
        new JsonArray(
                image.renditions().stream().map(PhotoCopies::file).map(PhotoRow::json).toList())
            .encode());
  }

  private static PictureFile file(Rendered rendered) {
    return new PictureFile(
        rendered.name(),
        String.valueOf(rendered.file().getFileName()),
        rendered.contentType(),
        rendered.width(),
        rendered.height(),
        rendered.bytes());
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file);
        DigestInputStream digest =
            new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
      digest.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }

  /** Links the files under a new key, and gives the key. */
  public String copy(Master master) throws IOException {
    String key = MediaKey.random();
    Path folder = layout.folder(key);
    if (folders.add(folder)) {
      Files.createDirectories(folder);
    }
    for (Path file : master.files()) {
      link(layout.path(key, String.valueOf(file.getFileName())), file);
    }
    return key;
  }

  /** A file system bounds the names of one file (ext4: 65,000); the next are of a new copy. */
  private static void link(Path link, Path file) throws IOException {
    try {
      Files.createLink(link, file);
    } catch (FileSystemException full) {
      Path copy = file.resolveSibling(file.getFileName() + ".copy");
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
      Files.createLink(link, file);
    }
  }

  /** Removes the work folders; the copies stay. */
  @Override
  public void close() throws IOException {
    for (Path folder : work) {
      Folders.delete(folder);
    }
  }
}
