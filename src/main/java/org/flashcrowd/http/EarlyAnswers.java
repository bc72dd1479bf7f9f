package org.flashcrowd.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * Answers between the decoder and everything else what can be answered with bytes that are ready: a
 * page for strangers, or that there is no room. The server's own way to such an answer costs
 * several times as much, and a crowd asks for little else (docs/decisions/0012-early-answers.md).
 *
 * <p>Only the plain case goes this way: a request without a body on a connection that is kept and
 * that owes no other answer. Whatever else comes goes on and is answered where it always was.
 */
final class EarlyAnswers {
  // As Vert.x calls it.
  private static final String DECODER = "httpDecoder";

  private final @Nullable EarlyPages pages;
  private final EarlyRefusal refusal;
  private final Connections connections;

  /**
   * @param pages null where none are kept
   */
  EarlyAnswers(@Nullable EarlyPages pages, EarlyRefusal refusal, Connections connections) {
    this.pages = pages;
    this.refusal = refusal;
    this.connections = connections;
  }

  /** Puts itself behind the decoder of a new connection. */
  void install(HttpConnection connection, Connections.State state) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channelHandlerContext().pipeline();
    Handler handler = new Handler(connection, state, pipeline.get(IdleStateHandler.class));
    pipeline.addAfter(DECODER, "earlyAnswers", handler);
  }

  private final class Handler extends ChannelInboundHandlerAdapter {
    private final HttpConnection connection;
    private final Connections.State state;
    private final @Nullable IdleStateHandler idle;
    // The rest of a request that was answered is still to come.
    private boolean skipping;
    private boolean written;

    Handler(HttpConnection connection, Connections.State state, @Nullable IdleStateHandler idle) {
      this.connection = connection;
      this.state = state;
      this.idle = idle;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        ByteBuf answer = answer(context, request);
        if (answer != null) {
          context.write(answer);
          answered();
          written = true;
          skipping = true;
          return;
        }
        state.passedOn();
      } else if (skipping && message instanceof HttpContent) {
        skipping = !(message instanceof LastHttpContent);
        ReferenceCountUtil.release(message);
        return;
      }
      context.fireChannelRead(message);
    }

    private void answered() {
      connections.answeredEarly(state);
      if (idle != null) {
        // Without compression it stands behind, and sees nothing of all this.
        idle.resetReadTimeout();
      }
    }

    private @Nullable ByteBuf answer(ChannelHandlerContext context, HttpRequest request) {
      EarlyPages kept = pages != null && pages.concern(request) ? pages : null;
      boolean refusing = refusal.happens();
      if ((kept == null && !refusing)
          || !state.owesNothing()
          || !isPlain(request)
          || connections.leaving()
          // Who does not read what is sent must not have more and more of it kept.
          || !context.channel().isWritable()) {
        return null;
      }
      ByteBuf page =
          kept == null
              ? null
              : kept.answer(request, connection, context.alloc(), System.nanoTime());
      return page == null && refusing ? refusal.answer(request, RequestHead.of(request)) : page;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      if (written) {
        written = false;
        context.flush();
      }
      context.fireChannelReadComplete();
    }
  }

  /** Whether it says nothing of the connection, and nothing that is to be answered first. */
  private static boolean isPlain(HttpRequest request) {
    HttpHeaders headers = request.headers();
    return request.decoderResult().isSuccess()
        && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && request.uri().startsWith("/")
        && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)
        && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        && !headers.contains(HttpHeaderNames.EXPECT)
        && !headers.contains(HttpHeaderNames.UPGRADE)
        && isKept(headers);
  }

  private static boolean isKept(HttpHeaders headers) {
    String first = headers.get(HttpHeaderNames.CONNECTION);
    return first == null
        || (first.equalsIgnoreCase("keep-alive")
            && headers.getAll(HttpHeaderNames.CONNECTION).size() == 1);
  }
}
