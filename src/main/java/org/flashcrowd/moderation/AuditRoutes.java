package org.flashcrowd.moderation;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.flashcrowd.auth.AuditTrail;
import org.flashcrowd.auth.Visitor;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** The desk's page of the audit log. */
final class AuditRoutes implements RouteSource {
  private static final int A_PAGE = 50;

  private final Desk desk;
  private final AuditTrail trail;

  AuditRoutes(Desk desk, AuditTrail trail) {
    this.desk = desk;
    this.trail = trail;
  }

  @Override
  public void declare(Routes routes) {
    routes.get("/moderation/log", Access.open(), this::list);
  }

  private Future<Reply> list(Request request) {
    return desk.see(
        request,
        visitor -> {
          Page page = Paging.of(request.params(), A_PAGE, A_PAGE);
          String account = account(request);
          return trail
              .list(page, account.isEmpty() ? null : account, null)
              .map(lines -> page(request, visitor, account, lines));
        });
  }

  /** As people write it, with or without the @; a name that cannot be is nobody's. */
  private static String account(Request request) {
    String typed = request.params().text("account").orElse("").strip();
    return (typed.startsWith("@") ? typed.substring(1) : typed).replace("\0", "");
  }

  private Reply page(
      Request request, Visitor visitor, String account, List<AuditTrail.Line> lines) {
    return desk.page(
        request,
        visitor,
        200,
        "log",
        Map.of(
            "account",
            account,
            "lines",
            lines,
            "newest",
            !request.params().has("max_id"),
            "older",
            lines.size() < A_PAGE ? "" : Long.toString(lines.getLast().id())));
  }
}
