package org.flashcrowd.bench.bare;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Receives a body, hashes it, writes it and forces it to disk: {@code ReceiveFile FOLDER}. */
public final class ReceiveFile implements BareHttp.Answer {
  private final Vertx vertx;
  private final Path folder;

  private ReceiveFile(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    Vertx vertx = BareHttp.vertx();
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    BareHttp.serve(vertx, () -> new ReceiveFile(vertx, folder));
  }

  @Override
  public Future<Buffer> answer(HttpServerRequest request) {
    Path file = folder.resolve(UUID.randomUUID().toString());
    MessageDigest hash = sha256();
    request.pause();
    return vertx
        .fileSystem()
        .open(file.toString(), new OpenOptions().setCreateNew(true).setWrite(true))
        .compose(open -> receive(request, open, hash))
        .compose(written -> vertx.executeBlocking(() -> force(file), false))
        .map(forced -> Buffer.buffer(HexFormat.of().formatHex(hash.digest())));
  }

  private static Future<Void> receive(
      HttpServerRequest request, AsyncFile file, MessageDigest hash) {
    Promise<Void> received = Promise.promise();
    request.handler(
        part -> {
          hash.update(part.getBytes());
          file.write(part);
          if (file.writeQueueFull()) {
            request.pause();
            file.drainHandler(drained -> request.resume());
          }
        });
    request.endHandler(end -> file.close().onComplete(received));
    request.exceptionHandler(received::tryFail);
    request.resume();
    return received.future();
  }

  private static Path force(Path file) throws java.io.IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    // What is measured is its making; nobody wants it.
    Files.delete(file);
    return file;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
