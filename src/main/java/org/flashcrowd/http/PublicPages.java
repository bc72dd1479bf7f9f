package org.flashcrowd.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.flashcrowd.cache.CacheDefinition;
import org.flashcrowd.cache.CacheDefinition.Audience;
import org.flashcrowd.cache.CacheDefinition.Lifetime;
import org.flashcrowd.cache.CacheKey;
import org.flashcrowd.cache.Cached;
import org.flashcrowd.cache.Caches;
import org.flashcrowd.cache.Kept;
import org.flashcrowd.config.CacheSettings;
import org.flashcrowd.db.Channels;
import org.jspecify.annotations.Nullable;

/**
 * Answers everybody who is not signed in with what was made for one of them: for a moment, and for
 * longer while there is no newer answer to be had. What shows a post or an account that has changed
 * is made anew at once, on every node (V40).
 */
public final class PublicPages {
  private static final String CHANNEL = "shown";
  private static final int LONGEST_KEY = 512;
  // What changes within a few milliseconds is looked for together.
  private static final long GATHER_MILLIS = 5;
  // More than this is not worth looking for one by one.
  private static final int MOST_GATHERED = 1_000;
  private static final int SHARE = 35;

  /** The path and the query string, which say all that such an answer depends on. */
  record Key(String uri) implements CacheKey.Shared {}

  /** What was made, which is for one caller alone where there is no page. */
  private record Made(Route route, Reply reply, @Nullable PublicPage page) {
    static Made of(Route route, Reply reply) {
      return new Made(route, reply, PublicPage.of(reply));
    }

    Reply reply(Request request, Kept<?> kept) {
      return page == null ? reply : page.reply(request, kept);
    }
  }

  /**
   * A page that can be given out as it is.
   *
   * @param route made it
   * @param age since when there should be a newer one; zero for a fresh one
   */
  record Ready(Route route, PublicPage page, Duration age) {}

  private final Vertx vertx;
  private final @Nullable Cached<Key, Made> pages;
  private final Set<Long> changed = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean gathering = new AtomicBoolean();

  public PublicPages(Vertx vertx, Caches caches, CacheSettings settings) {
    this.vertx = vertx;
    this.pages =
        settings.pages().isZero()
            ? null
            : caches.local(
                definition(settings),
                made -> made.page() == null ? 0 : made.page().weight(),
                made -> made.page() != null,
                PublicPages::isOutage);
  }

  /** How such answers are kept. */
  public static CacheDefinition definition(CacheSettings settings) {
    return new CacheDefinition(
        "pages",
        Audience.EVERYBODY,
        new Lifetime(settings.pages(), settings.pages(), settings.pagesMaxStale()),
        SHARE,
        false,
        new CacheDefinition.Row(
            "Whole answers to whoever is not signed in: timelines, posts, profiles, trends, the"
                + " instance, the public pages",
            "path and query string",
            "`shown`: of each post or account that changes, as it commits (V40)",
            "one call makes the answer, the others wait for it",
            "nothing changes: each node has its own"));
  }

  /** Only that nobody can tell says nothing; that there is no such post says all. */
  private static boolean isOutage(Throwable failure) {
    return !(failure instanceof Failure refused) || refused.status() >= 500;
  }

  /** Forgets what other nodes, and this one, say has changed. */
  public void listen(Channels channels) {
    channels.listen(CHANNEL, id -> changed(Long.parseLong(id)));
    channels.onGap(CHANNEL, this::forgetAll);
  }

  private void changed(long id) {
    changed.add(id);
    if (gathering.compareAndSet(false, true)) {
      vertx.timer(GATHER_MILLIS, TimeUnit.MILLISECONDS).onComplete(due -> forgetChanged());
    }
  }

  private void forgetChanged() {
    gathering.set(false);
    Set<Long> ids = Set.copyOf(changed);
    changed.removeAll(ids);
    if (ids.size() > MOST_GATHERED) {
      forgetAll();
    } else if (pages != null) {
      pages.forgetIf(made -> made.page() == null || made.page().shows(ids));
    }
  }

  private void forgetAll() {
    if (pages != null) {
      pages.forgetAll();
    }
  }

  /** An endpoint that answers callers without an account from here where it can. */
  Endpoint over(Endpoint endpoint) {
    return request -> answer(request, endpoint);
  }

  private Future<Reply> answer(Request request, Endpoint endpoint) {
    if (request.caller().isPresent() || hasBody(request.http())) {
      return endpoint.answer(request);
    }
    Supplier<Future<Made>> making =
        () -> endpoint.answer(request).map(reply -> Made.of(request.route(), reply));
    String uri = request.http().uri();
    return pages == null || uri.length() > LONGEST_KEY
        ? making.get().map(made -> made.reply(request, new Kept<>(made, Duration.ZERO)))
        : pages.get(new Key(uri), making).map(kept -> kept.value().reply(request, kept));
  }

  /** Whether a call has its answer here, or is going to have it without more being done. */
  boolean hasAtHand(RequestHead call) {
    return pages != null && !call.token() && !call.body() && pages.hasAtHand(new Key(call.uri()));
  }

  /**
   * The page for whoever asks for this without a token and without a body; null where there is
   * something to be done for it first.
   *
   * @param uri path and query string
   */
  @Nullable Ready ready(String uri) {
    Kept<Made> kept = pages == null ? null : pages.settled(new Key(uri));
    if (kept == null) {
      return null;
    }
    PublicPage page = kept.value().page();
    return page == null ? null : new Ready(kept.value().route(), page, kept.staleFor());
  }

  /** Its fields would be parameters too. */
  private static boolean hasBody(HttpServerRequest http) {
    return http.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
        || http.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
  }
}
