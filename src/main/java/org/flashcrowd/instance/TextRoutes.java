package org.flashcrowd.instance;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.flashcrowd.config.Config;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.text.RichText;
import org.jspecify.annotations.Nullable;

/** The longer texts of the server, which an operator sets: what it is, its policies, its terms. */
final class TextRoutes implements RouteSource {
  record TextView(Instant updatedAt, String content) {}

  record TermsView(
      String effectiveDate, boolean effective, String content, @Nullable String succeededBy) {}

  private final Config.Instance settings;
  private final InstantSource clock;
  // When a text was last changed is not known; a change needs a start.
  private final Instant started;

  TextRoutes(Config.Instance settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.started = clock.instant();
  }

  @Override
  public void declare(Routes routes) {
    Access open = Access.open();
    routes
        .get("/api/v1/instance/extended_description", open, this::extended)
        .get("/api/v1/instance/privacy_policy", open, this::privacy)
        .get("/api/v1/instance/terms_of_service", open, this::terms)
        .get("/api/v1/instance/terms_of_service/:date", open, this::termsOf);
  }

  private Future<Reply> extended(Request request) {
    String extended = settings.extendedDescription();
    return text(extended.isBlank() ? settings.description() : extended);
  }

  private Future<Reply> privacy(Request request) {
    return text(settings.privacyPolicy());
  }

  private Future<Reply> text(String text) {
    return Future.succeededFuture(Reply.json(new TextView(started, html(text))));
  }

  private static String html(String text) {
    return RichText.html(text.strip(), NoLinks.NONE);
  }

  /** Without terms there is nothing to be found. */
  private Future<Reply> terms(Request request) {
    if (settings.termsOfService().isBlank()) {
      return Future.failedFuture(Failure.notFound());
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate from = from();
    return Future.succeededFuture(
        Reply.json(
            new TermsView(
                from.toString(),
                !today.isBefore(from),
                html(settings.termsOfService()),
                /* succeededBy= */ null)));
  }

  private LocalDate from() {
    String date = settings.termsOfServiceDate();
    return date.isEmpty() ? LocalDate.ofInstant(started, ZoneOffset.UTC) : LocalDate.parse(date);
  }

  private Future<Reply> termsOf(Request request) {
    return request.params().text("date").filter(from().toString()::equals).isPresent()
        ? terms(request)
        : Future.failedFuture(Failure.notFound());
  }
}
