package org.flashcrowd.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Refuses a request whose body has two lengths, or one that we cannot tell. Netty drops the {@code
 * Content-Length} beside a {@code Transfer-Encoding} and passes over codings that it does not know,
 * both in silence; a proxy in front that reads the other length would take the rest of the body for
 * the next request, which is somebody else's (RFC 9112, sections 6.1 and 6.3). These hooks of the
 * decoder are the only places that see both.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
  // As Vert.x calls it.
  private static final String DECODER = "httpDecoder";

  private StrictRequestDecoder(HttpServerOptions options) {
    super(options);
  }

  /** Puts it in the place of the usual one; nothing has been read from the connection yet. */
  static void install(HttpConnection connection, HttpServerOptions options) {
    ((ConnectionBase) connection)
        .channelHandlerContext()
        .pipeline()
        .replace(DECODER, DECODER, new StrictRequestDecoder(options));
  }

  /** What is thrown here makes the request one that could not be decoded. */
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
  }

  /** Asked once for each request, as its head has been read. */
  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    String coding = message.headers().get(HttpHeaderNames.TRANSFER_ENCODING);
    if (coding != null && !isChunked(message, coding)) {
      throw new IllegalArgumentException("a Transfer-Encoding other than chunked");
    }
    return super.isContentAlwaysEmpty(message);
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    if (length == 0) {
      throw new IllegalArgumentException("a header without a name");
    }
    return super.splitHeaderName(line, start, length);
  }

  private static boolean isChunked(HttpMessage message, String coding) {
    return coding.equalsIgnoreCase("chunked")
        && message.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING).size() == 1
        && message.protocolVersion().equals(HttpVersion.HTTP_1_1);
  }
}
