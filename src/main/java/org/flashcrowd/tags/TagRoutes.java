package org.flashcrowd.tags;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** Tags: shown, followed and put on profiles. */
final class TagRoutes implements RouteSource {
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 200;

  private final Tags tags;
  private final FeaturedTags featured;

  TagRoutes(Tags tags, FeaturedTags featured) {
    this.tags = tags;
    this.featured = featured;
  }

  @Override
  public void declare(Routes routes) {
    // The reference asks for no scope of its own: a token that reads anything about people will do.
    Access anybody = Access.optional("read:accounts", "read:follows", "read:statuses");
    Access follows = Access.account("write:follows");
    Access reads = Access.account("read:accounts");
    Access profile = Access.account("write:accounts");
    routes
        .get("/api/v1/tags/:name", anybody, this::one)
        .get("/api/v1/tags/:name/related", anybody, this::related)
        .post("/api/v1/tags/:name/follow", follows, this::follow)
        .post("/api/v1/tags/:name/unfollow", follows, this::unfollow)
        .post("/api/v1/tags/:name/feature", profile, this::feature)
        .post("/api/v1/tags/:name/unfeature", profile, this::unfeature)
        .get("/api/v1/followed_tags", Access.account("read:follows"), this::followed)
        .get("/api/v1/featured_tags", reads, this::own)
        .post("/api/v1/featured_tags", profile, this::add)
        .delete("/api/v1/featured_tags/:id", profile, this::remove)
        .get("/api/v1/featured_tags/suggestions", reads, this::suggested)
        .get("/api/v1/accounts/:id/featured_tags", Access.optional("read:accounts"), this::of);
  }

  private Future<Reply> one(Request request) {
    return tags.byName(request.viewer(), name(request)).map(Reply::json);
  }

  private Future<Reply> related(Request request) {
    return tags.related(name(request)).map(Reply::json);
  }

  private Future<Reply> follow(Request request) {
    return tags.follow(request.account(), name(request)).map(Reply::json);
  }

  private Future<Reply> unfollow(Request request) {
    return tags.unfollow(request.account(), name(request)).map(Reply::json);
  }

  private Future<Reply> feature(Request request) {
    String name = stored(request);
    return featured
        .add(request.account(), name)
        .compose(tag -> tags.view(request.account(), tag))
        .map(Reply::json);
  }

  private Future<Reply> unfeature(Request request) {
    String name = stored(request);
    return featured
        .remove(request.account(), name)
        .compose(removed -> tags.byName(request.account(), name))
        .map(Reply::json);
  }

  private Future<Reply> followed(Request request) {
    Page page = Paging.of(request.params(), PAGE, LARGEST_PAGE);
    return tags.followed(request.account(), page)
        .compose(followed -> followed(request, page, followed));
  }

  private Future<Reply> followed(
      Request request, Page page, List<TagRepository.Followed> followed) {
    return tags.views(
            request.account(), followed.stream().map(TagRepository.Followed::tag).toList())
        .map(Reply::json)
        .map(
            reply ->
                reply.header(
                    "Link", Paging.links(request, page, followed, TagRepository.Followed::id)));
  }

  private Future<Reply> own(Request request) {
    return featured.of(request.account()).map(Reply::json);
  }

  private Future<Reply> add(Request request) {
    return featured.feature(request.account(), request.params().required("name")).map(Reply::json);
  }

  private Future<Reply> remove(Request request) {
    Params params = request.params();
    return featured
        .removeEntry(request.account(), params.id("id"))
        .map(done -> Reply.json(Map.of()));
  }

  private Future<Reply> suggested(Request request) {
    return featured
        .suggested(request.account())
        .compose(ids -> tags.views(request.account(), ids))
        .map(Reply::json);
  }

  private Future<Reply> of(Request request) {
    return featured.of(request.params().id("id")).map(Reply::json);
  }

  private static String name(Request request) {
    return request.params().text("name").orElse("");
  }

  private static String stored(Request request) {
    return Tags.name(name(request)).orElseThrow(Failure::notFound);
  }
}
