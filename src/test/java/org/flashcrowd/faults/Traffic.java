package org.flashcrowd.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.flashcrowd.http.Json;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.Newcomers;
import org.jspecify.annotations.Nullable;

/**
 * People who use a site while it breaks: some write, each write journaled before it is sent, and
 * some read. A post that got no answer is sent again with its key, as apps do; nothing else is.
 */
final class Traffic implements AutoCloseable {
  /** How people behave. */
  record Habits(int writers, int readers, Duration pause, boolean idempotencyKeys) {
    static final Habits USUAL = new Habits(4, 2, Duration.ofMillis(20), true);

    Habits withoutKeys() {
      return new Habits(writers, readers, pause, false);
    }
  }

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
  private static final AtomicInteger KEYS = new AtomicInteger();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI node;
  private final String application;
  private final List<String> tokens;
  private final Habits habits;
  private final Journal journal;
  private final Samples samples = new Samples();

  /** What was posted and may be favoured. */
  private final Queue<String> posts = new ConcurrentLinkedQueue<>();

  /** The account of each token, once an answer has told it. */
  private final Map<String, String> accounts = new ConcurrentHashMap<>();

  private final List<Thread> people = new ArrayList<>();
  private volatile boolean ended;

  private Traffic(
      URI node, String application, List<String> tokens, Journal journal, Habits habits) {
    this.node = node;
    this.application = application;
    this.tokens = tokens;
    this.journal = journal;
    this.habits = habits;
  }

  /** Lets the people of a site use one of its nodes. */
  static Traffic at(Site site, ServerProcess node, Journal journal) {
    return at(site, node, node.uri(), journal, Habits.USUAL);
  }

  /** The same by another way than the node's own port. */
  static Traffic at(Site site, ServerProcess node, URI by, Journal journal, Habits habits) {
    return new Traffic(by, site.applicationToken(node), site.tokens, journal, habits).start();
  }

  private Traffic start() {
    for (int i = 0; i < habits.writers(); i++) {
      int number = i;
      people.add(Thread.ofVirtual().start(() -> repeat(number, this::write)));
    }
    for (int i = 0; i < habits.readers(); i++) {
      int number = i;
      people.add(Thread.ofVirtual().start(() -> repeat(number, this::read)));
    }
    return this;
  }

  Samples samples() {
    return samples;
  }

  /** A stretch of time, by {@link System#nanoTime}. */
  record Window(long from, long to) {}

  /** Lets people go on for so long while something is broken, and tells from when until when. */
  static Window during(Duration length, Runnable breaking, Runnable mending) {
    breaking.run();
    long from = System.nanoTime();
    Uploads.until(() -> System.nanoTime() - from > length.toNanos());
    long to = System.nanoTime();
    mending.run();
    return new Window(from, to);
  }

  /** Waits until so many more writes are acknowledged, and tells how long that took. */
  Duration untilAcknowledged(int more) {
    long from = System.nanoTime();
    long enough = journal.acknowledged() + more;
    Uploads.until(() -> journal.acknowledged() >= enough);
    return Duration.ofNanos(System.nanoTime() - from);
  }

  private interface Deed {
    void of(String token, Random random);
  }

  private void repeat(int number, Deed deed) {
    Random random = new Random(number);
    String token = tokens.get(number % tokens.size());
    while (!ended) {
      deed.of(token, random);
      LockSupport.parkNanos(habits.pause().toNanos());
    }
  }

  private void write(String token, Random random) {
    int choice = random.nextInt(20);
    String account = accounts.get(token);
    if (choice == 0) {
      signUp();
    } else if (choice < 4) {
      upload(token);
    } else if (choice < 8 && account != null) {
      favourite(token, account);
    } else {
      post(token);
    }
  }

  private void signUp() {
    String name = "joined" + KEYS.incrementAndGet();
    journal.sending(Journal.Kind.SIGN_UP, name, name.getBytes(StandardCharsets.UTF_8));
    HttpRequest.Builder request = form("/api/v1/accounts", Newcomers.registration(name));
    settle(Journal.Kind.SIGN_UP, name, call("sign-up", application, request));
  }

  private void upload(String token) {
    byte[] picture = Pictures.jpeg(96, 64, KEYS.incrementAndGet());
    String hash = Journal.sha256(picture);
    journal.sending(Journal.Kind.UPLOAD, hash, picture);
    byte[] start =
        ("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n"
                + "Content-Type: image/jpeg\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] end = "\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        request("/api/v2/media")
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofByteArrays(List.of(start, picture, end)));
    settle(Journal.Kind.UPLOAD, hash, call("upload", token, request));
  }

  private void favourite(String token, String account) {
    String post = posts.poll();
    if (post == null) {
      return;
    }
    String key = account + "/" + post;
    journal.sending(Journal.Kind.FAVOURITE, key, key.getBytes(StandardCharsets.UTF_8));
    HttpRequest.Builder request = form("/api/v1/statuses/" + post + "/favourite", Map.of());
    settle(Journal.Kind.FAVOURITE, key, call("favourite", token, request));
  }

  private void post(String token) {
    String key = "key-" + KEYS.incrementAndGet();
    String text = key + " " + "what a day ".repeat(10).strip();
    journal.sending(Journal.Kind.POST, key, text.getBytes(StandardCharsets.UTF_8));
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    HttpResponse<byte[]> answer = null;
    while ((answer == null || answer.statusCode() >= 500) && System.nanoTime() < end && !ended) {
      HttpRequest.Builder request = form("/api/v1/statuses", Map.of("status", text));
      if (habits.idempotencyKeys()) {
        request.header("Idempotency-Key", key);
      }
      answer = call("post", token, request);
      if (answer == null || answer.statusCode() >= 500) {
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
    settle(Journal.Kind.POST, key, answer);
    if (answer != null && answer.statusCode() == 200) {
      JsonNode post = json(answer);
      accounts.put(token, post.path("account").path("id").asText());
      posts.add(post.path("id").asText());
    }
  }

  private void read(String token, Random random) {
    switch (random.nextInt(3)) {
      case 0 -> call("home", token, request("/api/v1/timelines/home").GET());
      case 1 -> call("public", null, request("/api/v1/timelines/public").GET());
      default -> call("account", token, request("/api/v1/accounts/verify_credentials").GET());
    }
  }

  private void settle(Journal.Kind kind, String key, @Nullable HttpResponse<byte[]> answer) {
    if (answer == null || answer.statusCode() >= 500 || answer.statusCode() == 429) {
      return;
    }
    if (answer.statusCode() < 300) {
      journal.acknowledged(kind, key);
    } else {
      journal.refused(kind, key);
    }
  }

  private @Nullable HttpResponse<byte[]> call(
      String what, @Nullable String token, HttpRequest.Builder request) {
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    long begun = System.nanoTime();
    try {
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      sample(
          what,
          begun,
          answer.statusCode(),
          answer.headers().firstValue("Retry-After").isPresent(),
          answer.headers().firstValue("Cache-Status").orElse("").contains("ttl=-"));
      return answer;
    } catch (IOException none) {
      sample(what, begun, 0, false, false);
      return null;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private void sample(String what, long begun, int status, boolean retryAfter, boolean stale) {
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    samples.add(new Samples.Sample(what, status, begun, took, retryAfter, stale));
  }

  private HttpRequest.Builder form(String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + escape(field.getValue()))
            .collect(Collectors.joining("&"));
    return request(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body));
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(node.resolve(path)).timeout(LONGEST_WAIT);
  }

  private static JsonNode json(HttpResponse<byte[]> answer) {
    try {
      return Json.MAPPER.readTree(answer.body());
    } catch (IOException notJson) {
      throw new AssertionError(notJson);
    }
  }

  /** Ends it; every call under way is waited for. */
  @Override
  public void close() {
    ended = true;
    for (Thread one : people) {
      try {
        one.join(LONGEST_WAIT.multipliedBy(2));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    people.clear();
    http.shutdownNow();
  }
}
