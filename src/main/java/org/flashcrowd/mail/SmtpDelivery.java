package org.flashcrowd.mail;

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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.config.MailSettings;
import org.flashcrowd.jobs.JobFailure;
import org.flashcrowd.resilience.Breaker;
import org.flashcrowd.resilience.BreakerSettings;
import org.flashcrowd.resilience.Breakers;
import org.jspecify.annotations.Nullable;

/**
 * Sends by SMTP over two connections at most. When the server does not answer, a breaker leaves it
 * alone for a while: the letters wait in their queue.
 */
final class SmtpDelivery implements Delivery {
  static final int AT_ONCE = 2;
  private static final int FAILURES = 5;
  private static final Duration REST = Duration.ofSeconds(15);
  private static final int LONGEST_REASON = 200;
  // Replies that speak of this letter: no such mailbox, too large, not wanted. Those below (530,
  // 535) speak of us, and may be put right.
  private static final int REFUSED = 540;

  private final MailClient client;
  private final Breaker breaker;

  SmtpDelivery(Vertx vertx, MailSettings settings, String host, Breakers breakers) {
    this.client = MailClient.create(vertx, config(settings, host));
    this.breaker =
        breakers.breaker(
            "mail",
            BreakerSettings.timeout(settings.timeout())
                .failures(FAILURES)
                .window(settings.timeout().multipliedBy(FAILURES))
                .rest(REST)
                .counts(failure -> !(failure instanceof JobFailure)));
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

  /** A letter that is refused says nothing about the server: the breaker does not count it. */
  @Override
  public Future<Void> deliver(MailMessage message, boolean again) {
    return again ? breaker.retry(() -> send(message)) : breaker.run(() -> send(message));
  }

  private Future<Void> send(MailMessage message) {
    return client.sendMail(message).<Void>mapEmpty().recover(SmtpDelivery::failed);
  }

  private static Future<Void> failed(Throwable failure) {
    String refusal = refusal(failure);
    return Future.failedFuture(refusal == null ? failure : JobFailure.permanent(refusal));
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
