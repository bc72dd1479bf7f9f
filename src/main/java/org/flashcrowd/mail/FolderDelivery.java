package org.flashcrowd.mail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.mailencoder.MailEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes letters to a folder where no mail server is configured, so that somebody at a laptop can
 * follow their links. Only the owner may read them, and only the latest stay.
 */
final class FolderDelivery implements Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(FolderDelivery.class);
  private static final int KEPT = 200;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final Vertx vertx;
  private final Path folder;
  private final String host;
  private final Clock clock;

  FolderDelivery(Vertx vertx, Path folder, String host, Clock clock) {
    this.vertx = vertx;
    this.folder = folder;
    this.host = host;
    this.clock = clock;
    LOG.info("no mail server is configured (mail.uri): letters are written to {}", folder);
  }

  @Override
  public Future<Void> deliver(MailMessage message, boolean again) {
    String written = new MailEncoder(message, host).encode();
    return vertx
        .executeBlocking(
            () -> {
              write(written);
              return folder;
            })
        .mapEmpty();
  }

  private void write(String message) throws IOException {
    Files.createDirectories(folder);
    String name = TIME.format(clock.instant()) + "-" + UUID.randomUUID().toString().substring(0, 8);
    Path file = folder.resolve(name + ".part");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, message);
    Files.move(file, folder.resolve(name + ".eml"));
    for (Path old : old()) {
      Files.deleteIfExists(old);
    }
  }

  private List<Path> old() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> letters = files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
      return letters.subList(0, Math.max(0, letters.size() - KEPT));
    }
  }
}
