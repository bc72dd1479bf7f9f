package org.flashcrowd.moderation;

import io.vertx.core.Future;
import java.util.Map;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** What moderators do to accounts. */
final class SanctionRoutes implements RouteSource {
  private final Sanctions sanctions;
  private final Admissions admissions;
  private final Members members;

  SanctionRoutes(Sanctions sanctions, Admissions admissions, Members members) {
    this.sanctions = sanctions;
    this.admissions = admissions;
    this.members = members;
  }

  @FunctionalInterface
  private interface Act<T> {
    Future<T> on(long moderator, long account);
  }

  @Override
  public void declare(Routes routes) {
    String account = "/api/v1/admin/accounts/:id";
    Access write = Access.account("admin:write:accounts");
    routes
        .post(account + "/approve", write, request -> shown(request, admissions::approve))
        .post(account + "/reject", write, request -> shown(request, admissions::reject))
        .delete(account, write, request -> shown(request, admissions::remove))
        .post(account + "/action", write, this::act)
        .post(account + "/enable", write, request -> lifted(request, sanctions::enable))
        .post(account + "/unsilence", write, request -> lifted(request, sanctions::unsilence))
        .post(account + "/unsuspend", write, request -> lifted(request, sanctions::unsuspend))
        .post(account + "/unsensitive", write, request -> lifted(request, sanctions::unsensitive));
  }

  /** An unknown account is missing, whatever is to be done to it. */
  private Future<Reply> act(Request request) {
    long account = request.params().id("id");
    return members
        .view(account)
        .compose(known -> sanctions.act(request.account(), account, Decision.of(request.params())))
        .map(done -> Reply.json(Map.of()));
  }

  private static Future<Reply> shown(Request request, Act<MemberView> act) {
    return act.on(request.account(), request.params().id("id")).map(Reply::json);
  }

  private Future<Reply> lifted(Request request, Act<Void> act) {
    long account = request.params().id("id");
    return act.on(request.account(), account)
        .compose(done -> members.view(account))
        .map(Reply::json);
  }
}
