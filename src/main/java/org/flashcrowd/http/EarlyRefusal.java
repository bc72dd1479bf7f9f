package org.flashcrowd.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * Refuses between the decoder and everything else what the {@link Gate} is going to refuse, with
 * bytes that are ready. At ten times what a node can do, nine of ten requests are refused, and what
 * that costs is taken from those that are answered; the server's own way to an answer costs several
 * times as much (docs/decisions/0012-early-refusal.md).
 *
 * <p>Only the plain case goes this way: a request without a body on a connection that is kept and
 * that owes no other answer. Whatever else comes goes on and is refused where it always was.
 */
final class EarlyRefusal {
  // As Vert.x calls it.
  private static final String DECODER = "httpDecoder";

  private final Gate gate;
  private final Routes routes;
  private final Refusal refusal;
  private final Connections connections;

  EarlyRefusal(Gate gate, Routes routes, Refusal refusal, Connections connections) {
    this.gate = gate;
    this.routes = routes;
    this.refusal = refusal;
    this.connections = connections;
  }

  /** Puts itself behind the decoder of a new connection. */
  void install(HttpConnection connection, Connections.State state) {
    ((ConnectionBase) connection)
        .channelHandlerContext()
        .pipeline()
        .addAfter(DECODER, "earlyRefusal", new Handler(state));
  }

  private final class Handler extends ChannelInboundHandlerAdapter {
    private final Connections.State state;
    // The rest of a request that was refused is still to come.
    private boolean skipping;
    private boolean written;

    Handler(Connections.State state) {
      this.state = state;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        if (refused(context, request)) {
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

    private boolean refused(ChannelHandlerContext context, HttpRequest request) {
      if (!gate.refusing() || !state.owesNothing() || !isPlain(request)) {
        return false;
      }
      RequestHead head = RequestHead.of(request);
      Route route = head.body() ? null : route(request, head);
      if (route == null || connections.leaving() || !context.channel().isWritable()) {
        // Who does not read what is sent must not have more and more of it kept.
        return false;
      }
      if (!gate.refusesAtOnce(route, head)) {
        return false;
      }
      context.write(refusal.bytes(request, head));
      connections.refused(state);
      written = true;
      return true;
    }

    private @Nullable Route route(HttpRequest request, RequestHead head) {
      HttpMethod method = HttpMethod.valueOf(request.method().name());
      boolean preflight = method.equals(HttpMethod.OPTIONS);
      return preflight || !head.uri().startsWith("/") ? null : routes.route(method, head.path());
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
        && !headers.contains(HttpHeaderNames.EXPECT)
        && !headers.contains(HttpHeaderNames.UPGRADE)
        && isKept(headers.get(HttpHeaderNames.CONNECTION));
  }

  private static boolean isKept(@Nullable String connection) {
    return connection == null || connection.equalsIgnoreCase("keep-alive");
  }
}
