package org.flashcrowd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Opens pages, keeps cookies and submits forms as a browser would; follows no redirect. */
public final class TestBrowser {
  private final ApiClient client;
  final Map<String, String> cookies = new LinkedHashMap<>();

  public TestBrowser(TestServer server) {
    this(server.client());
  }

  public TestBrowser(ApiClient client) {
    this.client = client;
  }

  public ApiClient.Answer open(String path) {
    return remember(client.send(request(path).GET()));
  }

  /** Submits the page's form to {@code action} with its hidden fields and what is typed. */
  public ApiClient.Answer submit(ApiClient.Answer page, String action, Map<String, String> typed) {
    Element form = document(page).selectFirst("form[action=" + action + "]");
    assertThat(form).as("a form to %s in %s", action, page.text()).isNotNull();
    Map<String, String> fields = new LinkedHashMap<>();
    if (form != null) {
      form.select("input[type=hidden]")
          .forEach(input -> fields.put(input.attr("name"), input.attr("value")));
    }
    fields.putAll(typed);
    return post(action, fields);
  }

  public ApiClient.Answer post(String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(field -> escape(field.getKey()) + "=" + escape(field.getValue()))
            .collect(Collectors.joining("&"));
    return remember(
        client.send(
            request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))));
  }

  /** Signs in on the page at {@code path} (or the one it leads to). */
  public ApiClient.Answer signIn(String path, String name) {
    return submit(
        open(path),
        "/auth/sign_in",
        Map.of("email", name + "@example.org", "password", TestServer.PASSWORD));
  }

  public static Document document(ApiClient.Answer page) {
    return Jsoup.parse(page.text());
  }

  private java.net.http.HttpRequest.Builder request(String path) {
    var request = client.request(path);
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    return request;
  }

  private ApiClient.Answer remember(ApiClient.Answer answer) {
    for (String header : answer.http().headers().allValues("set-cookie")) {
      String pair = header.split(";", 2)[0];
      int equals = pair.indexOf('=');
      String value = pair.substring(equals + 1);
      if (value.isEmpty()) {
        cookies.remove(pair.substring(0, equals));
      } else {
        cookies.put(pair.substring(0, equals), value);
      }
    }
    return answer;
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
