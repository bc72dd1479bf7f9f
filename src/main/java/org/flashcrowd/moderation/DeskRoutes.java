package org.flashcrowd.moderation;

import io.vertx.core.Future;
import java.util.Map;
import org.flashcrowd.auth.Visitor;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.moderation.Question.Note;

/** The desk's pages of reports: the queue, each of them, and what is done about it. */
final class DeskRoutes implements RouteSource {
  static final int A_PAGE = 20;

  private static final String QUEUE = "/moderation";
  private static final String ONE = QUEUE + "/reports/";

  private final Desk desk;
  private final Cases cases;
  private final Sanctions sanctions;
  private final Takedowns takedowns;
  private final String publicUrl;

  DeskRoutes(Desk desk, Cases cases, Sanctions sanctions, Takedowns takedowns, String publicUrl) {
    this.desk = desk;
    this.cases = cases;
    this.sanctions = sanctions;
    this.takedowns = takedowns;
    this.publicUrl = publicUrl;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get(QUEUE, Access.open(), this::queue)
        .get(ONE + ":id", Access.open(), this::one)
        .post(ONE + ":id/resolve", Access.open(), this::resolve)
        .post(ONE + ":id/action", Access.open(), this::act)
        .post(ONE + ":id/lift", Access.open(), this::lift)
        .post(ONE + ":id/posts/:post/delete", Access.open(), this::deletePost);
  }

  private Future<Reply> queue(Request request) {
    return desk.see(
        request,
        visitor -> {
          Page page = Paging.of(request.params(), A_PAGE, A_PAGE);
          return cases
              .find(page, CaseFilter.OPEN)
              .map(
                  found ->
                      desk.page(
                          request,
                          visitor,
                          200,
                          "queue",
                          Map.of(
                              "cases",
                              found.views().stream()
                                  .map(view -> ReportedCase.of(view, publicUrl))
                                  .toList(),
                              "newest",
                              !request.params().has("max_id"),
                              "older",
                              found.ids().size() < A_PAGE
                                  ? ""
                                  : found.ids().getLast().toString())));
        });
  }

  private Future<Reply> one(Request request) {
    return desk.see(
        request, visitor -> page(request, visitor, 200, "", new Note("", false), "none"));
  }

  private Future<Reply> page(
      Request request, Visitor visitor, int status, String problem, Note note, String type) {
    return cases
        .view(request.params().id("id"))
        .map(
            view ->
                desk.page(
                    request,
                    visitor,
                    status,
                    "report",
                    Map.of(
                        "report",
                        ReportedCase.of(view, publicUrl),
                        "problem",
                        problem,
                        "note",
                        note,
                        "type",
                        type)));
  }

  private Future<Reply> resolve(Request request) {
    return desk.act(
        request,
        visitor ->
            cases
                .resolve(visitor.account(), request.params().id("id"))
                .map(resolved -> Reply.redirect(QUEUE)));
  }

  private Future<Reply> act(Request request) {
    return desk.act(
        request,
        visitor ->
            cases
                .view(request.params().id("id"))
                .compose(view -> act(request, visitor, view))
                .recover(failure -> again(request, visitor, failure)));
  }

  private Future<Reply> act(Request request, Visitor visitor, CaseView view) {
    Params params = request.params();
    Decision decision = decision(params, Long.parseLong(view.id()));
    MemberView about = view.targetAccount();
    if (decision.sanction() == Sanction.SUSPEND && !Question.answered(params)) {
      return Future.succeededFuture(desk.ask(request, visitor, suspension(view, params)));
    }
    return sanctions
        .act(visitor.account(), Long.parseLong(about.id()), decision)
        .map(done -> Reply.redirect(ONE + view.id()));
  }

  private static Decision decision(Params params, long report) {
    Decision read = Decision.of(params);
    return new Decision(read.sanction(), report, read.text(), !params.flag("quiet", false));
  }

  private static Question suspension(CaseView view, Params params) {
    return new Question(
        "reports",
        "Suspend @" + view.targetAccount().username() + "?",
        "Nobody will be able to sign in to the account, and its profile, posts and photos are"
            + " hidden at once. It can be taken back.",
        "Suspend",
        ONE + view.id() + "/action",
        ONE + view.id(),
        Map.of("type", "suspend"),
        Note.of(params));
  }

  /** What was typed is not lost. */
  private Future<Reply> again(Request request, Visitor visitor, Throwable failure) {
    if (failure instanceof Failure refused && refused.status() == 422) {
      Params params = request.params();
      return page(
          request,
          visitor,
          422,
          refused.body().error(),
          Note.of(params),
          params.text("type").orElse("none"));
    }
    return Future.failedFuture(failure);
  }

  private Future<Reply> lift(Request request) {
    return desk.act(
        request,
        visitor ->
            cases
                .view(request.params().id("id"))
                .compose(
                    view ->
                        lift(
                                visitor.account(),
                                Long.parseLong(view.targetAccount().id()),
                                request.params().text("what").orElse(""))
                            .map(lifted -> Reply.redirect(ONE + view.id()))));
  }

  private Future<Void> lift(long moderator, long account, String what) {
    return switch (what) {
      case "suspend" -> sanctions.unsuspend(moderator, account);
      case "silence" -> sanctions.unsilence(moderator, account);
      case "disable" -> sanctions.enable(moderator, account);
      case "sensitive" -> sanctions.unsensitive(moderator, account);
      default -> Future.failedFuture(Failure.unprocessable("There is no such limit to lift."));
    };
  }

  private Future<Reply> deletePost(Request request) {
    return desk.act(
        request,
        visitor ->
            cases
                .view(request.params().id("id"))
                .compose(view -> deletePost(request, visitor, view)));
  }

  /** Only what was reported. */
  private Future<Reply> deletePost(Request request, Visitor visitor, CaseView view) {
    Params params = request.params();
    long post = params.id("post");
    if (view.statuses().stream().noneMatch(one -> one.id().equals(Long.toString(post)))) {
      return Future.failedFuture(Failure.notFound());
    }
    if (!Question.answered(params)) {
      return Future.succeededFuture(desk.ask(request, visitor, deletion(view, post, params)));
    }
    long report = Long.parseLong(view.id());
    String text = Decision.text(params);
    return takedowns
        .remove(
            visitor.account(),
            post,
            new Takedowns.Reason(report, text, !params.flag("quiet", false)))
        .map(gone -> Reply.redirect(ONE + report));
  }

  private static Question deletion(CaseView view, long post, Params params) {
    return new Question(
        "reports",
        "Delete this post of @" + view.targetAccount().username() + "?",
        "The post and its photos are deleted for good. Nothing brings them back.",
        "Delete the post",
        ONE + view.id() + "/posts/" + post + "/delete",
        ONE + view.id(),
        Map.of(),
        Note.of(params));
  }
}
