package org.flashcrowd.visibility;

import java.util.Map;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.testing.ApiClient.Answer;
import org.jspecify.annotations.Nullable;

/**
 * A route that answers with posts or photos, called so that it would show one.
 *
 * @param sought the id that must not be in the answer for whoever may not see the post
 * @param shown the viewer who does get it, which shows that the call would find it
 * @param when the visibility that is shown to them; null where the route shows none of these posts
 */
record Probe(
    String route, Call call, Sought sought, @Nullable Viewer shown, @Nullable Visibility when) {
  /** Calls the route as a viewer. */
  interface Call {
    Answer of(PostScene scene, Viewer viewer, Visibility visibility);
  }

  /** What is looked for in an answer. */
  interface Sought {
    String of(PostScene scene, Visibility visibility);
  }

  /** A path that is read; {@code {post}} and the like are filled in. */
  static Probe read(String route, String path, Viewer shown) {
    return read(route, path, shown, Visibility.PUBLIC);
  }

  static Probe read(String route, String path, @Nullable Viewer shown, @Nullable Visibility when) {
    return new Probe(
        "GET " + route,
        (scene, viewer, visibility) ->
            scene.as(viewer).get(filled(scene, path, viewer, visibility)),
        PostScene::post,
        shown,
        when);
  }

  /** A page for browsers, which looks the same to everybody. */
  static Probe page(String route, String path) {
    return read(route, path, Viewer.ANYBODY);
  }

  boolean page() {
    return !route.startsWith("/api/", route.indexOf(' ') + 1);
  }

  /** An act on a post, which is answered with it. */
  static Probe act(String verb) {
    return post("/api/v1/statuses/{id}/" + verb, "/api/v1/statuses/{post}/" + verb, Map.of());
  }

  static Probe post(String route, String path, Map<String, String> fields) {
    return new Probe(
        "POST " + route,
        (scene, viewer, visibility) -> {
          Map<String, String> filled = new java.util.HashMap<>();
          fields.forEach(
              (name, value) -> filled.put(name, filled(scene, value, viewer, visibility)));
          return scene.as(viewer).post(filled(scene, path, viewer, visibility), filled);
        },
        PostScene::post,
        null,
        null);
  }

  Probe looksFor(Sought other) {
    return new Probe(route, call, other, shown, when);
  }

  private static String filled(PostScene scene, String path, Viewer viewer, Visibility visibility) {
    return path.replace("{post}", scene.post(visibility))
        .replace("{photo}", scene.photo(visibility))
        .replace("{scheduled}", scene.scheduled(visibility))
        .replace("{root}", scene.root())
        .replace("{author}", scene.account(Viewer.AUTHOR))
        .replace("{album}", scene.album())
        .replace("{request}", scene.request())
        .replace("{list}", scene.list(viewer))
        .replace("{conversation}", scene.conversation(viewer))
        .replace("{notification}", scene.notification(viewer, visibility));
  }
}
