package org.flashcrowd.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The folder of one embedded service: what must be remembered between starts beside its data, which
 * is its password and its port. Only its owner may read it.
 */
final class ServiceFolder {
  private final Path folder;

  ServiceFolder(Path folder) {
    try {
      Files.createDirectories(folder);
      // The real path: it is compared with what the system says about a process.
      this.folder = folder.toRealPath();
      Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException unwritable) {
      throw new EmbeddedServiceFailure(
          "cannot write to " + folder + " (" + unwritable + "); set another data_dir", unwritable);
    }
  }

  Path path() {
    return folder;
  }

  Path resolve(String name) {
    return folder.resolve(name);
  }

  /** The password, made on the first call. */
  String password() {
    return read("password")
        .orElseGet(
            () -> {
              byte[] random = new byte[24];
              new SecureRandom().nextBytes(random);
              String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
              write("password", password);
              return password;
            });
  }

  /** The port that the service listens on, where it was started before. */
  Optional<Integer> rememberedPort() {
    return read("port").map(Integer::valueOf);
  }

  /** {@code configured}, or the remembered port while it is free, or a free one; remembered. */
  int choosePort(int configured) {
    int port =
        configured > 0
            ? configured
            : rememberedPort().filter(ServiceFolder::isFree).orElseGet(ServiceFolder::freePort);
    write("port", Integer.toString(port));
    return port;
  }

  /** Whether a file changed by writing {@code text} to it; readers never see half of it. */
  boolean write(String name, String text) {
    if (read(name).filter(text.strip()::equals).isPresent()) {
      return false;
    }
    try {
      Path draft =
          Files.createTempFile(
              folder,
              "draft",
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(draft, text);
      Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  Optional<String> read(String name) {
    try {
      return Optional.of(Files.readString(folder.resolve(name)).strip());
    } catch (NoSuchFileException missing) {
      return Optional.empty(); // Also where a service that ends has just removed it.
    } catch (IOException unreadable) {
      throw new EmbeddedServiceFailure(
          "cannot read " + folder.resolve(name) + "; run as the user who started the server",
          unreadable);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
