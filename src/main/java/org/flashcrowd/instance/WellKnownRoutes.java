package org.flashcrowd.instance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Directory;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Json;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.jspecify.annotations.Nullable;

/**
 * The documents under {@code /.well-known}: NodeInfo 2.0 (nodeinfo.diaspora.software), WebFinger
 * (RFC 7033) and host-meta (RFC 6415).
 */
final class WellKnownRoutes implements RouteSource {
  record Link(
      String rel, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String type, String href) {}

  record Links(List<Link> links) {}

  record Finger(String subject, List<String> aliases, List<Link> links) {}

  record NodeInfo(
      String version,
      Software software,
      List<String> protocols,
      Map<String, List<String>> services,
      @JsonProperty("openRegistrations") boolean openRegistrations,
      Usage usage,
      Metadata metadata) {
    record Software(String name, String version) {}

    record Usage(Users users, @JsonProperty("localPosts") long localPosts) {}

    record Users(
        long total,
        @JsonProperty("activeMonth") long activeMonth,
        @JsonProperty("activeHalfyear") long activeHalfyear) {}

    record Metadata(
        @JsonProperty("nodeName") String nodeName,
        @JsonProperty("nodeDescription") String nodeDescription) {}
  }

  // The version from which on the app is content.
  private static final NodeInfo.Software PIXELFED = new NodeInfo.Software("pixelfed", "0.12.3");
  private static final String SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.0";

  private final Introduction introduction;
  private final Statistics statistics;
  private final Directory directory;

  WellKnownRoutes(Introduction introduction, Statistics statistics, Directory directory) {
    this.introduction = introduction;
    this.statistics = statistics;
    this.directory = directory;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get("/.well-known/nodeinfo", Access.open(), WellKnownRoutes::nodeInfoLinks)
        .get("/nodeinfo/2.0", Access.open(), this::nodeInfo)
        .get("/api/nodeinfo/2.0.json", Access.open(), this::pixelfedNodeInfo)
        .get("/.well-known/webfinger", Access.open(), this::finger)
        .get("/.well-known/host-meta", Access.open(), WellKnownRoutes::hostMeta);
  }

  private static Future<Reply> nodeInfoLinks(Request request) {
    Link link = new Link(SCHEMA, null, request.publicUrl("/nodeinfo/2.0"));
    return Future.succeededFuture(Reply.json(new Links(List.of(link))));
  }

  private Future<Reply> nodeInfo(Request request) {
    NodeInfo.Software truth = new NodeInfo.Software("flashcrowd", introduction.version());
    return statistics.figures().map(figures -> Reply.json(nodeInfo(figures, truth)));
  }

  /**
   * Pixelfed's app signs in only where this document names Pixelfed in a version of its choice.
   * Where an operator lets that app in, this document alone says so.
   */
  private Future<Reply> pixelfedNodeInfo(Request request) {
    return introduction.settings().pixelfedApps()
        ? statistics.figures().map(figures -> Reply.json(nodeInfo(figures, PIXELFED)))
        : Future.failedFuture(Failure.notFound());
  }

  private NodeInfo nodeInfo(Statistics.Figures figures, NodeInfo.Software software) {
    return new NodeInfo(
        "2.0",
        software,
        /* protocols= */ List.of(),
        Map.of("inbound", List.of(), "outbound", List.of()),
        introduction.open(),
        new NodeInfo.Usage(
            new NodeInfo.Users(figures.users(), figures.activeMonth(), figures.activeHalfyear()),
            figures.posts()),
        new NodeInfo.Metadata(
            introduction.settings().title(), introduction.settings().description()));
  }

  private Future<Reply> finger(Request request) {
    String resource = request.params().text("resource").orElse("");
    String address = address(request, resource);
    if (address.isEmpty()) {
      return Future.failedFuture(Failure.badRequest("resource must be an acct: or https: URI"));
    }
    return directory.lookup(address).map(this::finger);
  }

  /** Of {@code acct:name@host} and of the URL of a profile; empty for anything else. */
  private static String address(Request request, String resource) {
    String profile = request.publicUrl("/@");
    if (resource.startsWith("acct:")) {
      return resource.substring("acct:".length());
    }
    return resource.startsWith(profile) ? resource.substring(profile.length()) : "";
  }

  private Reply finger(AccountView account) {
    if (Boolean.TRUE.equals(account.suspended())) {
      throw Failure.notFound();
    }
    Finger finger =
        new Finger(
            "acct:" + account.acct() + "@" + directory.host(),
            List.of(account.url(), account.uri()),
            List.of(
                new Link("http://webfinger.net/rel/profile-page", "text/html", account.url()),
                new Link("http://webfinger.net/rel/avatar", null, account.avatar())));
    return Reply.bytes(200, "application/jrd+json; charset=utf-8", Json.write(finger));
  }

  private static Future<Reply> hostMeta(Request request) {
    String template = request.publicUrl("/.well-known/webfinger?resource={uri}");
    String document =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
          <Link rel="lrdd" template="%s"/>
        </XRD>
        """
            .formatted(template);
    return Future.succeededFuture(
        Reply.bytes(200, "application/xrd+xml; charset=utf-8", Buffer.buffer(document)));
  }
}
