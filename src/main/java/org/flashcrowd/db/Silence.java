package org.flashcrowd.db;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollChannelOption;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import io.vertx.sqlclient.internal.command.CommandBase;
import io.vertx.sqlclient.internal.command.CommandResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose server owes an answer for too long, with everything that waits on it; a
 * pool then makes another. Without it a server that froze, or a network that swallows what is sent,
 * would keep every connection, and whatever is pipelined on it, until the system gives up after a
 * quarter of an hour.
 *
 * <p>Stands between Vert.x' codec and the connection, where commands and answers pass one by one
 * and in order. Lives on the connection's event loop.
 */
final class Silence extends ChannelDuplexHandler {
  private final long limit;
  private int owed;
  private long since;
  private boolean watching;

  private Silence(Duration limit) {
    this.limit = limit.toNanos();
  }

  /**
   * Watches a connection that was just made.
   *
   * @param limit longer than any statement may take
   */
  static void end(SqlConnection connection, Duration limit) {
    if (physical(connection) instanceof SocketConnectionBase socket) {
      ChannelPipeline pipeline = socket.socket().channelHandlerContext().pipeline();
      // A dead peer is noticed before a slow one, where the system can tell (Linux).
      pipeline
          .channel()
          .config()
          .setOption(EpollChannelOption.TCP_USER_TIMEOUT, (int) limit.dividedBy(2).toMillis());
      pipeline.addBefore("handler", "silence", new Silence(limit));
    }
  }

  /** Closes a connection without asking the server: what it has not answered it never will. */
  static void cut(SqlConnection connection) {
    if (physical(connection) instanceof SocketConnectionBase socket) {
      socket.socket().close();
    }
  }

  private static io.vertx.sqlclient.internal.Connection physical(SqlConnection connection) {
    return ((SqlConnectionInternal) connection).unwrap().unwrap();
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof CommandBase) {
      if (owed++ == 0) {
        since = System.nanoTime();
      }
      if (!watching) {
        watching = true;
        check(context, limit);
      }
    }
    context.write(message, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof CommandResponse) {
      owed--;
      since = System.nanoTime();
    }
    context.fireChannelRead(message);
  }

  private void check(ChannelHandlerContext context, long delay) {
    context
        .executor()
        .schedule(
            () -> {
              long left = since + limit - System.nanoTime();
              if (owed == 0 || !context.channel().isActive()) {
                watching = false;
              } else if (left <= 0) {
                context.close();
              } else {
                check(context, left);
              }
            },
            delay,
            TimeUnit.NANOSECONDS);
  }
}
