package org.flashcrowd.push;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.config.PushSettings;
import org.jspecify.annotations.Nullable;

/**
 * Posts to push services (RFC 8030): to the address that was checked and nowhere else, without
 * following redirects, and with an end to everything's time and size.
 */
final class PushClient {
  /**
   * What a service said.
   *
   * @param retryAfter null where it did not say when
   */
  record Answer(int status, @Nullable Duration retryAfter) {}

  private static final long MOST_READ = 64 * 1024;

  private final HttpClient http;
  private final PushSettings settings;

  PushClient(Vertx vertx, PushSettings settings) {
    this.settings = settings;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) settings.timeout().toMillis())
                .setIdleTimeout(30)
                .setKeepAliveTimeout(20),
            new PoolOptions()
                .setHttp1MaxSize(settings.atOnce())
                .setMaxWaitQueueSize(settings.atOnce()));
  }

  Future<Answer> post(
      URI endpoint, InetSocketAddress address, Buffer body, Map<String, String> headers) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setServer(SocketAddress.inetSocketAddress(address))
            .setHost(endpoint.getHost())
            .setPort(address.getPort())
            .setSsl(Endpoints.isSecure(endpoint))
            .setURI(target(endpoint))
            .setTimeout(settings.timeout().toMillis())
            .putHeader("TTL", Long.toString(settings.ttl().toSeconds()))
            .putHeader("Content-Type", "application/octet-stream");
    headers.forEach(options::putHeader);
    return http.request(options)
        .compose(request -> request.send(body))
        .compose(PushClient::answer)
        .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String target(URI endpoint) {
    String path = endpoint.getRawPath().isEmpty() ? "/" : endpoint.getRawPath();
    return endpoint.getRawQuery() == null ? path : path + "?" + endpoint.getRawQuery();
  }

  /** Its body says nothing to us: it is read only so that the connection can be used again. */
  private static Future<Answer> answer(HttpClientResponse response) {
    Answer answer = new Answer(response.statusCode(), retryAfter(response));
    long[] read = {0};
    response.handler(
        part -> {
          read[0] += part.length();
          if (read[0] > MOST_READ) {
            response.request().reset();
          }
        });
    return response.end().map(answer).otherwise(answer);
  }

  /** Seconds; the form that is a date is left to our own pace. */
  private static @Nullable Duration retryAfter(HttpClientResponse response) {
    String text = response.getHeader("Retry-After");
    return text != null && text.matches("\\d{1,9}")
        ? Duration.ofSeconds(Long.parseLong(text))
        : null;
  }
}
