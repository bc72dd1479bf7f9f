package org.flashcrowd.live;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.function.Consumer;
import org.flashcrowd.cache.RedisConnections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever is connected, to whichever node, what has just happened: by Redis' publish and
 * subscribe. Best effort, since all of it can be read again by REST: nothing waits for it, and what
 * happens while Redis is away is not told later.
 *
 * <p>Events name what happened and carry ids, never what they show: each listener's node looks that
 * up as the listener, so that what REST hides is not told here either. Publish after the commit
 * ({@code tx.afterCommit(() -> live.publish(…))}).
 */
public final class Live {
  private static final Logger LOG = LoggerFactory.getLogger(Live.class);

  private final RedisConnections redis;
  private final String prefix;
  private final Subscriber subscriber;

  public Live(Vertx vertx, RedisConnections redis) {
    this.redis = redis;
    this.prefix = "flashcrowd:live:" + redis.database() + ":";
    this.subscriber = new Subscriber(vertx, redis, prefix);
  }

  /** The channel of what concerns one account alone. */
  public static String account(long id) {
    return "account:" + id;
  }

  /**
   * Publishes an event.
   *
   * @param channel such as {@link #account}
   * @param event as the API's streams name it: {@code notification}, {@code filters_changed}…
   * @param args the ids that it is about; empty for none
   */
  public void publish(String channel, String event, JsonObject args) {
    String message = new LiveEvent(channel, event, args).encode();
    redis
        .send(Request.cmd(Command.PUBLISH).arg(prefix + channel).arg(message))
        .onFailure(failure -> LOG.debug("{} not told live: {}", event, failure.getMessage()));
  }

  /**
   * Listens to a channel. This node is subscribed to it for as long as somebody here listens.
   *
   * @param listener called on one event loop of the node, the same for all channels; it must not
   *     fail
   */
  public Listening listen(String channel, Consumer<LiveEvent> listener) {
    return subscriber.listen(channel, listener);
  }

  public Future<Void> close() {
    return subscriber.close();
  }
}
