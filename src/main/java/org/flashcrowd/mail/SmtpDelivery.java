package org.flashcrowd.mail;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.config.MailSettings;
import org.flashcrowd.jobs.JobFailure;
import org.jspecify.annotations.Nullable;

/**
 * Sends by SMTP over two connections at most. When the server does not answer, a breaker leaves it
 * alone for a while: the letters wait in their queue.
 */
final class SmtpDelivery implements Delivery {
  static final int AT_ONCE = 2;
  private static final int FAILURES = 5;
  private static final long REST_MILLIS = 15_000;
  private static final int LONGEST_REASON = 200;
  // Replies that speak of this letter: no such mailbox, too large, not wanted. Those below (530,
  // 535) speak of us, and may be put right.
  private static final int REFUSED = 540;

  private final MailClient client;
  private final CircuitBreaker breaker;

  SmtpDelivery(Vertx vertx, MailSettings settings, String host) {
    this.client = MailClient.create(vertx, config(settings, host));
    this.breaker =
        CircuitBreaker.create(
            "mail",
            vertx,
            new CircuitBreakerOptions()
                .setMaxFailures(FAILURES)
                .setTimeout(settings.timeout().toMillis())
                .setResetTimeout(REST_MILLIS));
  }

  private static MailConfig config(MailSettings settings, String host) {
    URI uri = URI.create(settings.uri().value());
    boolean tls = uri.getScheme().equals("smtps");
    MailConfig config =
        new MailConfig()
            .setHostname(uri.getHost())
            .setPort(uri.getPort() > 0 ? uri.getPort() : tls ? 465 : 587)
            .setSsl(tls)
            .setStarttls(tls ? StartTLSOptions.DISABLED : startTls(settings))
            .setOwnHostname(host)
            .setMaxPoolSize(AT_ONCE);
    config.setHostnameVerificationAlgorithm("HTTPS");
    config.setConnectTimeout((int) settings.timeout().toMillis());
    // Whoever takes a connection and says nothing gets it closed.
    config.setIdleTimeout((int) settings.timeout().toMillis());
    config.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    config.setKeepAlive(false);
    String userInfo = uri.getRawUserInfo();
    if (userInfo == null) {
      return config.setLogin(LoginOption.DISABLED);
    }
    int colon = userInfo.indexOf(':');
    return config
        .setLogin(LoginOption.REQUIRED)
        .setUsername(decoded(colon < 0 ? userInfo : userInfo.substring(0, colon)))
        .setPassword(colon < 0 ? "" : decoded(userInfo.substring(colon + 1)));
  }

  private static StartTLSOptions startTls(MailSettings settings) {
    return switch (settings.starttls()) {
      case REQUIRED -> StartTLSOptions.REQUIRED;
      case OPTIONAL -> StartTLSOptions.OPTIONAL;
      case DISABLED -> StartTLSOptions.DISABLED;
    };
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** A letter that is refused says nothing about the server: the breaker does not hear of it. */
  @Override
  public Future<Void> deliver(MailMessage message) {
    return breaker
        .execute(
            () ->
                client
                    .sendMail(message)
                    .map(sent -> Optional.<String>empty())
                    .recover(
                        failure -> {
                          String refusal = refusal(failure);
                          return refusal == null
                              ? Future.failedFuture(failure)
                              : Future.succeededFuture(Optional.of(refusal));
                        }))
        .compose(
            refusal ->
                refusal.isEmpty()
                    ? Future.succeededFuture()
                    : Future.failedFuture(JobFailure.permanent(refusal.get())));
  }

  private static @Nullable String refusal(Throwable failure) {
    if (failure instanceof SMTPException refused
        && refused.isPermanent()
        && refused.getReplyCode() >= REFUSED) {
      String reply = refused.getReplyMessage().replaceAll("\\p{Cntrl}+", " ");
      return "the mail server refused it: "
          + reply.substring(0, Math.min(reply.length(), LONGEST_REASON));
    }
    return null;
  }
}
