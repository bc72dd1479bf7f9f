package org.flashcrowd.moderation;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** Filing reports: as Mastodon's apps do, and as Pixelfed's do. */
final class ReportRoutes implements RouteSource {
  // What pixelfed-rn lets people choose from. Its own word for it stays in the comment.
  private static final Map<String, Category> TYPES =
      Map.of(
          "spam", Category.SPAM,
          "scam", Category.SPAM,
          "copyright", Category.LEGAL,
          "underage", Category.LEGAL,
          "terrorism", Category.LEGAL,
          "sensitive", Category.OTHER,
          "abusive", Category.OTHER,
          "violence", Category.OTHER,
          "impersonation", Category.OTHER);

  private final Reports reports;

  ReportRoutes(Reports reports) {
    this.reports = reports;
  }

  @Override
  public void declare(Routes routes) {
    Access access = Access.account("write:reports").limited(Access.Limit.REPORT);
    routes
        .post("/api/v1/reports", access, this::file)
        .post("/api/v1.1/report", access, this::fileByType);
  }

  private Future<Reply> file(Request request) {
    return reports.file(request.account(), NewReport.of(request.params())).map(Reply::json);
  }

  /** {@code report_type}, {@code object_type} (user or post) and {@code object_id}. */
  private Future<Reply> fileByType(Request request) {
    Params params = request.params();
    String type = params.required("report_type");
    Category category = TYPES.get(type);
    if (category == null) {
      throw Failure.invalid("report_type", "ERR_INVALID", "is not one of " + TYPES.keySet());
    }
    long object = params.id("object_id");
    return about(request.account(), params.required("object_type"), object)
        .compose(
            about ->
                reports.file(
                    request.account(),
                    new NewReport(about.account(), about.statuses(), type, category, List.of())))
        .map(filed -> Reply.json(Map.of("msg", "Successfully sent report", "code", 200)));
  }

  private record About(long account, List<Long> statuses) {}

  private Future<About> about(long account, String objectType, long object) {
    return switch (objectType) {
      case "user" -> Future.succeededFuture(new About(object, List.of()));
      case "post" ->
          reports.author(account, object).map(author -> new About(author, List.of(object)));
      // There are no stories here.
      case "story" -> Future.failedFuture(Failure.notFound());
      default ->
          Future.failedFuture(
              Failure.invalid("object_type", "ERR_INVALID", "must be user, post or story"));
    };
  }
}
