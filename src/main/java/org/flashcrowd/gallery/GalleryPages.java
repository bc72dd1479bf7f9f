package org.flashcrowd.gallery;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.http.FailurePage;
import org.flashcrowd.web.Pages;

/** Writes the pages. */
final class GalleryPages implements FailurePage {
  private final Pages pages;
  private final Place place;

  GalleryPages(Pages pages, Place place) {
    this.pages = pages;
    this.place = place;
  }

  String home(Grid grid) {
    return write("home", Card.page(place.title(), place.description(), address("/")), grid);
  }

  String about() {
    String url = address("/about");
    return write("about", Card.page("About", place.description(), url), Map.of());
  }

  String tag(String tag, Grid grid) {
    String path = "/tags/" + URLEncoder.encode(tag, StandardCharsets.UTF_8);
    Card card =
        Card.page("#" + tag, "Photos tagged #" + tag + " on " + place.title(), address(path))
            .indexed(!grid.tiles().isEmpty());
    return write("tag", card, Map.of("tag", tag, "path", path, "grid", grid));
  }

  String tagged(AccountView account, String tag, Grid grid) {
    String name = Profile.of(account, place).author().name();
    String path =
        "/@" + account.username() + "/tagged/" + URLEncoder.encode(tag, StandardCharsets.UTF_8);
    Card card =
        Card.page("#" + tag, "Photos of " + name + " tagged #" + tag, address(path))
            .indexed(!account.noindex() && !grid.tiles().isEmpty());
    return write("tag", card, Map.of("tag", tag + " by " + name, "path", path, "grid", grid));
  }

  String profile(AccountView account, boolean all, Grid grid) {
    Profile profile = Profile.of(account, place);
    Card card =
        new Card(
                "profile",
                profile.author().name() + " (" + profile.author().handle() + ")",
                profile.summary(),
                account.url(),
                null,
                null,
                !account.noindex())
            .showing(account.avatar());
    return write("profile", card, Map.of("profile", profile, "all", all, "grid", grid));
  }

  String post(Conversation conversation) {
    Post post = conversation.post();
    String what = post.pictures().isEmpty() ? "A post" : "A photo";
    String text = post.covered() ? post.warning() : post.excerpt();
    Card card =
        new Card(
            "article",
            post.author().name() + " (" + post.author().handle() + ")",
            text.isEmpty() ? what + " by " + post.author().name() : text,
            post.view().head().url(),
            null,
            null,
            !post.view().account().noindex());
    Card shown =
        post.covered() || post.pictures().isEmpty()
            ? card.showing(post.view().account().avatar())
            : card.showing(post.pictures().getFirst());
    return write("post", shown, Map.of("conversation", conversation, "title", title(post, what)));
  }

  private static String title(Post post, String what) {
    return what + " by " + post.author().name();
  }

  @Override
  public String html(int status, String error) {
    return pages.render(
        "gallery/failure", Map.of("place", place, "status", status, "error", error));
  }

  private String write(String template, Card card, Grid grid) {
    return write(template, card, Map.of("grid", grid));
  }

  private String write(String template, Card card, Map<String, ?> parameters) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.put("place", place);
    all.put("card", card);
    return pages.render("gallery/" + template, all);
  }

  private String address(String path) {
    return place.url() + path;
  }
}
