package org.flashcrowd.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.http.Json;

/**
 * Measures searches on a seeded server, from the request to the end of its answer. Not a test.
 *
 * <p>Arguments: the server's URL, the token of somebody seeded, how many searches of each sort, and
 * how many at once. See docs/search.md.
 */
final class SearchBenchmark {
  private static final Pattern PLACE = Pattern.compile("Near (\\p{Lu}\\p{Ll}+)\\.");
  private static final List<String> COMMON =
      List.of("light", "hour", "rain", "walk", "season", "lens", "around", "early", "photography");
  private static final List<String> PHRASES =
      List.of("\"light of the day\"", "\"waited an hour\"", "\"before the rain\"", "\"new lens\"");
  private static final int PAGES = 40;

  private final URI server;
  private final String token;
  private final HttpClient http = HttpClient.newHttpClient();
  private final SplittableRandom random = new SplittableRandom(1);
  private final List<String> places = new ArrayList<>();
  private final List<String> people = new ArrayList<>();
  private final List<String> tags = new ArrayList<>();

  private SearchBenchmark(URI server, String token) {
    this.server = server;
    this.token = token;
  }

  public static void main(String[] arguments) throws Exception {
    SearchBenchmark bench = new SearchBenchmark(URI.create(arguments[0]), arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    bench.sample();
    try (ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(arguments[3]))) {
      for (Map.Entry<String, List<String>> sort : bench.searches(count).entrySet()) {
        bench.run(threads, "warm", sort.getValue().subList(0, count / 5));
        System.out.println(bench.run(threads, sort.getKey(), sort.getValue()));
      }
    }
  }

  /** Gathers words that posts really have, as often as they have them. */
  private void sample() throws Exception {
    String before = "";
    for (int i = 0; i < PAGES; i++) {
      JsonNode page = Json.MAPPER.readTree(get("/api/v1/timelines/public?limit=40" + before));
      for (JsonNode post : page) {
        Matcher place = PLACE.matcher(post.get("content_text").asText());
        if (place.find()) {
          places.add(place.group(1));
        }
        people.add(post.get("account").get("username").asText());
        post.get("tags").forEach(tag -> tags.add(tag.get("name").asText()));
      }
      String oldest = page.get(page.size() - 1).get("id").asText();
      // Pages from all over the time, not only the newest.
      before = "&max_id=" + Long.parseLong(oldest) / 10_000 * (10_000 - random.nextInt(40));
    }
  }

  private Map<String, List<String>> searches(int count) {
    Map<String, List<String>> searches = new LinkedHashMap<>();
    String[] sorts = {
      "common word",
      "place",
      "two words",
      "common pair",
      "phrase",
      "beginning",
      "no match",
      "tag and word",
      "from and word",
      "library",
      "page 3",
      "account",
      "account typed",
      "account alike",
      "hashtag",
      "everything"
    };
    for (String sort : sorts) {
      List<String> paths = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        paths.add(path(sort));
      }
      searches.put(sort, paths);
    }
    return searches;
  }

  private String path(String sort) {
    return switch (sort) {
      case "common word" -> posts(any(COMMON));
      case "place" -> posts(any(places));
      case "two words" -> posts(any(places) + " " + any(COMMON));
      case "common pair" -> posts(any(COMMON) + " " + any(COMMON));
      case "phrase" -> posts(any(PHRASES) + (random.nextBoolean() ? "" : " " + any(places)));
      case "beginning" -> posts(any(places).substring(0, 4) + "*");
      case "no match" -> posts("q" + Long.toString(random.nextLong(1L << 40), 36));
      case "tag and word" -> posts("#" + any(tags) + " " + any(places));
      case "from and word" -> posts("from:" + any(people) + " " + any(COMMON));
      case "library" -> posts("in:library " + any(COMMON));
      case "page 3" -> posts(any(places)) + "&offset=40";
      case "account" -> accounts(any(people));
      case "account typed" -> accounts(any(people).substring(0, 1 + random.nextInt(5)));
      case "account alike" -> accounts(any(people).replaceFirst("_", "x_"));
      case "hashtag" -> "/api/v2/search?type=hashtags&q=" + encode(any(tags).substring(0, 3));
      default -> "/api/v2/search?q=" + encode(any(places));
    };
  }

  private String any(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String posts(String q) {
    return "/api/v2/search?type=statuses&q=" + encode(q);
  }

  private static String accounts(String q) {
    return "/api/v2/search?type=accounts&q=" + encode(q);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String run(ExecutorService threads, String name, List<String> paths) throws Exception {
    List<Future<Long>> answers = new ArrayList<>(paths.size());
    for (String path : paths) {
      answers.add(
          threads.submit(
              () -> {
                long begun = System.nanoTime();
                get(path);
                return System.nanoTime() - begun;
              }));
    }
    long[] times = new long[answers.size()];
    for (int i = 0; i < times.length; i++) {
      times[i] = answers.get(i).get();
    }
    Arrays.sort(times);
    return "| %s | %.1f | %.1f | %.1f |"
        .formatted(
            name,
            times[times.length / 2] / 1e6,
            times[times.length * 99 / 100] / 1e6,
            times[times.length - 1] / 1e6);
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + token)
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }
}
