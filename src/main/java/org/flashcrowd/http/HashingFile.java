package org.flashcrowd.http;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.streams.WriteStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a stream to a file while counting and hashing it, and refuses what is over the limit. */
final class HashingFile implements WriteStream<Buffer> {
  private final AsyncFile file;
  private final long limit;
  private final MessageDigest digest = sha256();
  // What the hash would be without the last byte, where that is a CR.
  private @Nullable MessageDigest beforeCr;
  private long bytes;
  private boolean closed;

  HashingFile(AsyncFile file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  @Override
  public Future<Void> write(Buffer data) {
    bytes += data.length();
    if (closed || bytes > limit) {
      return Future.failedFuture(tooLarge());
    }
    hash(((BufferInternal) data).getByteBuf());
    return file.write(data);
  }

  private void hash(ByteBuf data) {
    int last = data.writerIndex() - 1;
    if (last >= data.readerIndex()) {
      digest.update(data.nioBuffer(data.readerIndex(), last - data.readerIndex()));
      beforeCr = data.getByte(last) == '\r' ? copy(digest) : null;
      digest.update(data.getByte(last));
    }
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException impossible) {
      throw new AssertionError("the JDK's own SHA-256 can be copied", impossible);
    }
  }

  private Failure tooLarge() {
    return Failure.tooLarge("The file is larger than " + limit + " bytes");
  }

  long bytes() {
    return bytes;
  }

  String sha256Hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The hash without the last byte, if that is a CR. */
  Optional<String> withoutLastCr() {
    return Optional.ofNullable(beforeCr)
        .map(before -> HexFormat.of().formatHex(copy(before).digest()));
  }

  @Override
  public Future<Void> end() {
    return close()
        .compose(end -> bytes > limit ? Future.failedFuture(tooLarge()) : Future.succeededFuture());
  }

  /** Closes the file; it may be closed already. */
  Future<Void> close() {
    if (closed) {
      return Future.succeededFuture();
    }
    closed = true;
    return file.close();
  }

  @Override
  public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
    file.setWriteQueueMaxSize(maxSize);
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    // A pipe goes on asking after a write has failed and it has closed the file.
    return !closed && file.writeQueueFull();
  }

  @Override
  public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
    if (!closed) {
      file.drainHandler(handler);
    }
    return this;
  }

  @Override
  public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
    if (!closed) {
      file.exceptionHandler(handler);
    }
    return this;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }
}
