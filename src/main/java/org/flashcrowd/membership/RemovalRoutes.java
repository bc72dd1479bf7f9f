package org.flashcrowd.membership;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.flashcrowd.auth.AuditLog;
import org.flashcrowd.auth.Letters;
import org.flashcrowd.auth.OwnCredentials;
import org.flashcrowd.auth.Visitor;
import org.flashcrowd.auth.Visitors;
import org.flashcrowd.db.Database;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** The settings page on which people delete their account, with their password. */
final class RemovalRoutes implements RouteSource {
  private final Visitors visitors;
  private final OwnCredentials credentials;
  private final Database database;
  private final AccountRemoval removal;
  private final Letters letters;
  private final AuditLog audit;

  RemovalRoutes(
      Visitors visitors,
      OwnCredentials credentials,
      Database database,
      AccountRemoval removal,
      Letters letters,
      AuditLog audit) {
    this.visitors = visitors;
    this.credentials = credentials;
    this.database = database;
    this.removal = removal;
    this.letters = letters;
    this.audit = audit;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get("/settings/delete", Access.open(), this::form)
        .post("/settings/delete", Access.open().limited(Access.Limit.SIGN_IN), this::delete);
  }

  private Future<Reply> form(Request request) {
    return visitors.see(
        request, visitor -> Future.succeededFuture(page(request, visitor, 200, "")));
  }

  private Reply page(Request request, Visitor visitor, int status, String problem) {
    return visitors.page(request, visitor, status, "settings/delete", Map.of("problem", problem));
  }

  private Future<Reply> delete(Request request) {
    String password = request.params().text("current_password").orElse("");
    return visitors
        .act(
            request,
            visitor ->
                credentials
                    .prove(visitor.account(), password)
                    .compose(proven -> remove(visitor.account(), request.address()))
                    .map(removed -> visitors.signedOut(gone()))
                    .recover(
                        failure ->
                            failure instanceof Failure refused && refused.status() == 422
                                ? Future.succeededFuture(
                                    page(request, visitor, 422, SettingsRoutes.words(refused)))
                                : Future.failedFuture(failure)))
        .recover(visitors::explain);
  }

  private Future<Void> remove(long account, String address) {
    return database.transaction(
        tx ->
            letters
                .removed(tx, account)
                .compose(
                    told -> audit.record(tx, account, "account.removed", address, new JsonObject()))
                .compose(recorded -> removal.enqueue(tx, account))
                .mapEmpty());
  }

  private Reply gone() {
    return visitors.message(
        200, "Your account is gone", "Your posts and photos are being deleted. Farewell!");
  }
}
