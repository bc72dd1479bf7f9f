package org.flashcrowd.moderation;

import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Function;
import org.flashcrowd.auth.Visitor;
import org.flashcrowd.auth.Visitors;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;

/**
 * The pages for staff, as far as they are alike: whoever is not signed in does so first, and for
 * whoever is not staff at that moment they are not there.
 */
final class Desk {
  private final Visitors visitors;

  Desk(Visitors visitors) {
    this.visitors = visitors;
  }

  /** A page for staff. */
  Future<Reply> see(Request request, Function<Visitor, Future<Reply>> page) {
    return visitors
        .see(request, visitor -> staff(visitor).compose(page))
        .recover(visitors::explain);
  }

  /** What a form of ours asks for. */
  Future<Reply> act(Request request, Function<Visitor, Future<Reply>> deed) {
    return visitors
        .act(request, visitor -> staff(visitor).compose(deed))
        .recover(visitors::explain);
  }

  private static Future<Visitor> staff(Visitor visitor) {
    return visitor.role().equals("user")
        ? Future.failedFuture(Failure.notFound())
        : Future.succeededFuture(visitor);
  }

  Reply page(
      Request request, Visitor visitor, int status, String template, Map<String, ?> parameters) {
    return visitors.page(request, visitor, status, "moderation/" + template, parameters);
  }

  /** Asks whether something is meant that cannot be taken back, or weighs. */
  Reply ask(Request request, Visitor visitor, Question question) {
    return page(request, visitor, 200, "confirm", Map.of("question", question));
  }
}
