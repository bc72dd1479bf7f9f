package org.flashcrowd.auth;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;

/** An application that somebody signs in to, with a browser, at one node of a site. */
public final class SignedInApp {
  private final OAuthClient app;
  private final TestServer node;

  private SignedInApp(OAuthClient app, TestServer node) {
    this.app = app;
    this.node = node;
  }

  /** Registers one. */
  public static SignedInApp at(TestServer node) {
    return new SignedInApp(OAuthClient.register(node, "read"), node);
  }

  /** The code that it is given once somebody has allowed it to read. */
  public String code(String username) {
    String path =
        "/oauth/authorize?response_type=code&scope=read&client_id=%s&redirect_uri=%s"
            .formatted(app.id(), URLEncoder.encode(OAuthClient.REDIRECT, StandardCharsets.UTF_8));
    TestBrowser browser = new TestBrowser(node);
    ApiClient.Answer consent =
        browser.open(location(browser.signIn(location(browser.open(path)), username)));
    ApiClient.Answer allowed =
        browser.submit(consent, "/oauth/authorize", Map.of("decision", "allow"));
    return URI.create(location(allowed)).getQuery().replaceFirst(".*\\bcode=([^&]*).*", "$1");
  }

  /** Exchanges a code for a token at a node. */
  public ApiClient.Answer exchange(TestServer at, String code) {
    return new OAuthClient(at, app.id(), app.secret()).token(grant(code));
  }

  /** The same at a node that is a process. */
  public ApiClient.Answer exchange(ApiClient at, String code) {
    Map<String, String> form = new HashMap<>(grant(code));
    form.put("client_id", app.id());
    form.put("client_secret", app.secret());
    return at.post("/oauth/token", form);
  }

  private static Map<String, String> grant(String code) {
    return Map.of(
        "grant_type", "authorization_code", "code", code, "redirect_uri", OAuthClient.REDIRECT);
  }

  private static String location(ApiClient.Answer answer) {
    return requireNonNull(answer.header("Location"), answer::text);
  }
}
