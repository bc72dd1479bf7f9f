package org.flashcrowd.dev;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks PostgreSQL's programs from the zonky jar of this machine, once for each version of the
 * jar. Only the jar is used: zonky's own starter knows no password and cannot adopt a process.
 */
final class PostgresProgram {
  private static final Set<String> X86 = Set.of("amd64", "x86_64");

  private PostgresProgram() {}

  /** The folder that holds {@code bin}, {@code lib} and {@code share}. */
  static Path unpack(ServiceFolder folder) {
    String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
    String machine = X86.contains(System.getProperty("os.arch")) ? "x86_64" : "arm_64";
    String archive = "/postgres-%s-%s.txz".formatted(system.toLowerCase(Locale.ROOT), machine);
    try {
      Path program = folder.resolve("program-" + fingerprint(archive));
      if (!Files.isDirectory(program)) {
        Path draft = Files.createTempDirectory(folder.path(), "program");
        try (InputStream packed =
            DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
          ServiceProcess.writePrograms(() -> unpack(packed, draft));
        }
        Files.move(draft, program, StandardCopyOption.ATOMIC_MOVE);
      }
      return program;
    } catch (IOException | IllegalStateException unavailable) {
      throw new EmbeddedServiceFailure(
          "no embedded PostgreSQL for %s on %s (%s); set FLASHCROWD_DATABASE_URI to one of your own"
              .formatted(system, System.getProperty("os.arch"), unavailable),
          unavailable);
    }
  }

  /** The checksum that the jar keeps of the archive: another version, another folder. */
  private static String fingerprint(String archive) throws IOException {
    URL url = DefaultPostgresBinaryResolver.class.getResource(archive);
    if (url == null) {
      throw new IOException(archive + " is not on the class path");
    }
    return url.openConnection() instanceof JarURLConnection jar
        ? Long.toHexString(jar.getJarEntry().getCrc())
        : "unpacked";
  }

  private static void unpack(InputStream packed, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("archive leaves its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(file.getParent());
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(tar, file);
          boolean runs = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              file, PosixFilePermissions.fromString(runs ? "rwx------" : "rw-------"));
        }
      }
    }
  }
}
