package org.flashcrowd.visibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.visibility.Probe.act;
import static org.flashcrowd.visibility.Probe.page;
import static org.flashcrowd.visibility.Probe.post;
import static org.flashcrowd.visibility.Probe.read;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.Contract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Viewer × visibility × route: no route shows a post or a photo to anybody who may not see it.
 * Which routes there are is taken from the document, so that one that is added must be tried here
 * too.
 */
@Proves(Promise.ONE_VISIBILITY_RULE)
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class RouteVisibilityIT {
  private static final List<Probe> PROBES =
      List.of(
          read("/api/v1/statuses", "/api/v1/statuses?id[]={post}", Viewer.ANYBODY),
          read("/api/v1/statuses/{id}", "/api/v1/statuses/{post}", Viewer.ANYBODY),
          read("/api/v1/statuses/{id}/context", "/api/v1/statuses/{root}/context", Viewer.ANYBODY)
              .looksFor(PostScene::answer),
          read("/api/v1/statuses/{id}/history", "/api/v1/statuses/{post}/history", Viewer.ANYBODY)
              .looksFor(PostScene::photo),
          read("/api/v1/favourites", "/api/v1/favourites?limit=40", Viewer.STRANGER),
          read("/api/v1/bookmarks", "/api/v1/bookmarks?limit=40", Viewer.STRANGER),
          read(
              "/api/v1/accounts/{id}/statuses",
              "/api/v1/accounts/{author}/statuses?only_media=true",
              Viewer.FOLLOWER,
              Visibility.PRIVATE),
          read(
              "/api/v1/timelines/home",
              "/api/v1/timelines/home",
              Viewer.FOLLOWER,
              Visibility.PRIVATE),
          read("/api/v1/timelines/list/{id}", "/api/v1/timelines/list/{list}", Viewer.FOLLOWER),
          read("/api/v1/timelines/public", "/api/v1/timelines/public", Viewer.ANYBODY),
          read("/api/v1/timelines/tag/{hashtag}", "/api/v1/timelines/tag/matrix", Viewer.ANYBODY),
          read(
              "/api/v1/notifications",
              "/api/v1/notifications?limit=80&include_filtered=true",
              Viewer.MENTIONED,
              Visibility.DIRECT),
          read(
              "/api/v1/notifications/{id}",
              "/api/v1/notifications/{notification}",
              Viewer.MENTIONED,
              Visibility.DIRECT),
          read(
              "/api/v2/notifications",
              "/api/v2/notifications?limit=80",
              Viewer.MENTIONED,
              Visibility.DIRECT),
          read(
              "/api/v2/notifications/{group_key}",
              "/api/v2/notifications/ungrouped-{notification}",
              Viewer.MENTIONED,
              Visibility.DIRECT),
          read(
                  "/api/v1/notifications/requests",
                  "/api/v1/notifications/requests",
                  Viewer.SHY,
                  Visibility.DIRECT)
              .looksFor(PostScene::answer),
          read(
                  "/api/v1/notifications/requests/{id}",
                  "/api/v1/notifications/requests/{request}",
                  Viewer.SHY,
                  Visibility.DIRECT)
              .looksFor(PostScene::answer),
          read(
              "/api/v1/conversations",
              "/api/v1/conversations",
              Viewer.MENTIONED,
              Visibility.DIRECT),
          read(
              "/api/v2/search",
              "/api/v2/search?q=seaside&type=statuses",
              Viewer.MENTIONED,
              Visibility.DIRECT),
          read("/api/v1/trends/statuses", "/api/v1/trends/statuses?limit=40", Viewer.ANYBODY),
          read(
              "/api/v1.1/discover/posts/trending",
              "/api/v1.1/discover/posts/trending?range=daily",
              Viewer.STRANGER),
          read(
              "/api/v1.1/discover/posts/network/trending",
              "/api/v1.1/discover/posts/network/trending",
              Viewer.STRANGER),
          read("/api/v1.1/collections/self", "/api/v1.1/collections/self", Viewer.AUTHOR),
          read(
              "/api/v1.1/collections/items/{id}",
              "/api/v1.1/collections/items/{album}",
              Viewer.ANYBODY),
          read("/api/v1/media/{id}", "/api/v1/media/{photo}", null, null)
              .looksFor(PostScene::photo),
          read("/api/v1/scheduled_statuses", "/api/v1/scheduled_statuses", Viewer.AUTHOR)
              .looksFor(PostScene::scheduled),
          read(
                  "/api/v1/scheduled_statuses/{id}",
                  "/api/v1/scheduled_statuses/{scheduled}",
                  Viewer.AUTHOR)
              .looksFor(PostScene::scheduled),
          read("/api/v1/admin/reports", "/api/v1/admin/reports", null, null),
          read("/api/v1/admin/reports/{id}", "/api/v1/admin/reports/1", null, null),
          act("favourite"),
          act("unfavourite"),
          act("bookmark"),
          act("unbookmark"),
          act("mute"),
          act("unmute"),
          act("reblog"),
          act("unreblog"),
          act("pin"),
          act("unpin"),
          post(
              "/api/v1.1/collections/add",
              "/api/v1.1/collections/add",
              Map.of("collection_id", "{album}", "post_id", "{post}")),
          post(
                  "/api/v1/conversations/{id}/read",
                  "/api/v1/conversations/{conversation}/read",
                  Map.of())
              .looksFor(PostScene::answer),
          // Pages, which the document does not describe as JSON.
          page("/@{name}", "/@author"),
          page("/@{name}/{id}", "/@author/{post}"),
          page("/tags/{tag}", "/tags/matrix"),
          page("/@{name}/tagged/{tag}", "/@author/tagged/matrix"),
          page("/", "/"));

  /** Answer with what the caller has just sent, or do something to what is the caller's alone. */
  private static final Set<String> OWN =
      Set.of(
          "POST /api/v1/statuses",
          "PUT /api/v1/statuses/{id}",
          "DELETE /api/v1/statuses/{id}",
          "POST /api/v1/media",
          "POST /api/v2/media",
          "PUT /api/v1/media/{id}",
          "PUT /api/v1/scheduled_statuses/{id}");

  private static PostScene scene;

  @BeforeAll
  static void setUp() {
    scene = new PostScene();
    String trending = scene.post(Visibility.PUBLIC);
    Uploads.until(
        () ->
            scene
                .as(Viewer.ANYBODY)
                .get("/api/v1/trends/statuses?limit=40")
                .text()
                .contains(trending));
  }

  @AfterAll
  static void tearDown() {
    scene.close();
  }

  /**
   * Scheduled posts and uploads are nobody's but one's own, reports the staff's, pages the same for
   * everybody; all else goes by the rule.
   */
  private static boolean sees(Probe probe, Viewer viewer, Visibility visibility) {
    String route = probe.route();
    if (probe.page()) {
      return Viewer.ANYBODY.sees(visibility);
    }
    if (route.contains("/scheduled_statuses") || route.contains("/media/")) {
      return viewer == Viewer.AUTHOR;
    }
    return !route.contains("/admin/") && viewer.sees(visibility);
  }

  @TestFactory
  Stream<DynamicTest> route_anyViewer_isShownNoMoreThanTheRuleAllows() {
    return PROBES.stream()
        .map(
            probe ->
                dynamicTest(
                    probe.route(),
                    () -> {
                      for (Viewer viewer : Viewer.values()) {
                        for (Visibility visibility : Visibility.values()) {
                          check(probe, viewer, visibility);
                        }
                      }
                    }));
  }

  private static void check(Probe probe, Viewer viewer, Visibility visibility) {
    var answer = probe.call().of(scene, viewer, visibility);
    boolean shown = answer.text().contains(probe.sought().of(scene, visibility));
    assertThat(answer.status()).as("%s as %s", probe.route(), viewer).isLessThan(500);
    if (!sees(probe, viewer, visibility)) {
      assertThat(shown).as("%s shows %s to %s", probe.route(), visibility, viewer).isFalse();
    }
    if (viewer == probe.shown() && visibility == probe.when()) {
      assertThat(shown)
          .as("%s shows %s to %s: %s", probe.route(), visibility, viewer, answer.text())
          .isTrue();
    }
  }

  /** That reports are kept from the others says nothing if they are empty. */
  @Test
  void reports_staff_seeEveryPostInThem() {
    String reports = scene.staff().get("/api/v1/admin/reports").text();

    for (Visibility visibility : Visibility.values()) {
      assertThat(reports).contains(scene.post(visibility));
    }
  }

  @Test
  void routes_thatAnswerWithPostsOrPhotos_areAllTried() {
    Set<String> tried = PROBES.stream().map(Probe::route).collect(Collectors.toSet());

    Set<String> left = new TreeSet<>(answering());
    left.removeAll(tried);
    left.removeAll(OWN);
    left.removeIf(route -> route.contains("/api/v1/admin/reports/{id}"));

    assertThat(left).isEmpty();
  }

  /** What the document says answers with a Status or a MediaAttachment, however deep inside. */
  private static Set<String> answering() {
    Set<String> routes = new TreeSet<>();
    Contract.DOCUMENT
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          Set<String> schemas = new HashSet<>();
                          operation
                              .getValue()
                              .path("responses")
                              .properties()
                              .forEach(
                                  response -> {
                                    if (response.getKey().startsWith("2")) {
                                      collect(response.getValue(), schemas);
                                    }
                                  });
                          if (schemas.contains("Status") || schemas.contains("MediaAttachment")) {
                            routes.add(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                          }
                        }));
    assertThat(routes).hasSizeGreaterThan(40);
    return routes;
  }

  private static void collect(JsonNode node, Set<String> schemas) {
    if (node.has("$ref")) {
      String pointer = node.path("$ref").asText().substring(1);
      if (schemas.add(pointer.substring(pointer.lastIndexOf('/') + 1))) {
        collect(Contract.DOCUMENT.at(pointer), schemas);
      }
      return;
    }
    node.forEach(child -> collect(child, schemas));
  }
}
