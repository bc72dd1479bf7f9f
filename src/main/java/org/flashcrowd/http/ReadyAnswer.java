package org.flashcrowd.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it goes over the wire on a connection that is kept (RFC 9112), but for the lines of
 * its head that differ from call to call.
 */
final class ReadyAnswer {
  private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NAME_END = ": ".getBytes(StandardCharsets.US_ASCII);
  // What may come between head and body.
  private static final int OWN_LINES = 512;

  private final int status;
  private final byte[] head;
  private final ByteBuf body;

  private ReadyAnswer(int status, byte[] head, ByteBuf body) {
    this.status = status;
    this.head = head;
    this.body = body;
  }

  /** Null for an answer that is not bytes, or has a header that cannot be written as it is. */
  static @Nullable ReadyAnswer of(Reply reply) {
    if (!(reply.body() instanceof Reply.Body.Bytes bytes) || !isPlain(reply)) {
      return null;
    }
    Buffer body = bytes.buffer();
    StringBuilder head =
        new StringBuilder("HTTP/1.1 ")
            .append(HttpResponseStatus.valueOf(reply.status()))
            .append("\r\n");
    BiConsumer<String, String> line =
        (name, value) -> head.append(name).append(": ").append(value).append("\r\n");
    line.accept("X-Content-Type-Options", "nosniff");
    reply.headers().forEach(line);
    // Of a 304 it would be the length of what is not sent (RFC 9110, section 8.6).
    if (reply.status() != 304) {
      line.accept("Content-Length", Integer.toString(body.length()));
    }
    return new ReadyAnswer(
        reply.status(),
        head.toString().getBytes(StandardCharsets.US_ASCII),
        ((BufferInternal) body).getByteBuf());
  }

  /** Whether no value could end its line, or is in another alphabet than heads are written in. */
  private static boolean isPlain(Reply reply) {
    for (Map.Entry<String, String> header : reply.headers()) {
      if (!header.getValue().chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
        return false;
      }
    }
    return reply.cookies().isEmpty();
  }

  int status() {
    return status;
  }

  /**
   * The answer to one caller; whoever gets it releases it.
   *
   * @param lines writes the lines of its head that are this caller's
   */
  ByteBuf bytes(ByteBufAllocator memory, Consumer<ByteBuf> lines) {
    ByteBuf answer = memory.directBuffer(head.length + OWN_LINES + body.readableBytes());
    answer.writeBytes(head);
    lines.accept(answer);
    // By index: others read it at the same time.
    return answer.writeBytes(LINE_END).writeBytes(body, body.readerIndex(), body.readableBytes());
  }

  /** Writes one line of a head; both in plain ASCII. */
  static void line(ByteBuf head, CharSequence name, CharSequence value) {
    head.writeCharSequence(name, StandardCharsets.US_ASCII);
    head.writeBytes(NAME_END);
    head.writeCharSequence(value, StandardCharsets.US_ASCII);
    head.writeBytes(LINE_END);
  }
}
