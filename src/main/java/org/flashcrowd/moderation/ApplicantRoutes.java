package org.flashcrowd.moderation;

import io.vertx.core.Future;
import java.util.Map;
import org.flashcrowd.auth.Visitor;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** The desk's page of those who want to join. */
final class ApplicantRoutes implements RouteSource {
  private static final String PAGE = "/moderation/sign-ups";

  private final Desk desk;
  private final Members members;
  private final Admissions admissions;

  ApplicantRoutes(Desk desk, Members members, Admissions admissions) {
    this.desk = desk;
    this.members = members;
    this.admissions = admissions;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get(PAGE, Access.open(), this::list)
        .post(PAGE + "/:id/approve", Access.open(), this::approve)
        .post(PAGE + "/:id/reject", Access.open(), this::reject);
  }

  private Future<Reply> list(Request request) {
    return desk.see(
        request,
        visitor -> {
          Page page = Paging.of(request.params(), DeskRoutes.A_PAGE, DeskRoutes.A_PAGE);
          return members
              .find(page, MemberFilter.PENDING)
              .map(
                  found ->
                      desk.page(
                          request,
                          visitor,
                          200,
                          "signUps",
                          Map.of(
                              "applicants",
                              found.views().stream().map(Applicant::of).toList(),
                              "newest",
                              !request.params().has("max_id"),
                              "older",
                              found.ids().size() < DeskRoutes.A_PAGE
                                  ? ""
                                  : found.ids().getLast().toString())));
        });
  }

  private Future<Reply> approve(Request request) {
    return desk.act(
        request,
        visitor ->
            admissions
                .approve(visitor.account(), request.params().id("id"))
                .map(approved -> Reply.redirect(PAGE)));
  }

  private Future<Reply> reject(Request request) {
    return desk.act(
        request,
        visitor ->
            Question.answered(request.params())
                ? admissions
                    .reject(visitor.account(), request.params().id("id"))
                    .map(rejected -> Reply.redirect(PAGE))
                : members.view(request.params().id("id")).map(view -> ask(request, visitor, view)));
  }

  private Reply ask(Request request, Visitor visitor, MemberView view) {
    return desk.ask(
        request,
        visitor,
        new Question(
            "sign-ups",
            "Turn @" + view.username() + " away?",
            "The account is deleted, and a letter says so. Nobody gets its name again.",
            "Turn away",
            PAGE + "/" + view.id() + "/reject",
            PAGE,
            Map.of(),
            null));
  }
}
