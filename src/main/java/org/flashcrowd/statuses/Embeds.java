package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.http.Failure;
import org.flashcrowd.media.MediaView;
import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;

/**
 * Shows posts within other people's pages, as a quotation with a link and not as a frame: our own
 * pages may not be framed, and a quotation needs no script and no second request.
 */
final class Embeds {
  // What was deleted stays in others' caches for no longer than this.
  private static final int CACHE_SECONDS = 3_600;
  private static final Pattern PATH =
      Pattern.compile("/(?:@|users/)([A-Za-z0-9_]{1,30})(?:/statuses)?/(\\d{1,18})/?");

  private final Statuses statuses;
  private final String publicUrl;
  private final String host;

  Embeds(Statuses statuses, URI publicUrl) {
    this.statuses = statuses;
    this.publicUrl = publicUrl.toString();
    String named = publicUrl.getHost();
    this.host = named == null ? "" : named;
  }

  /**
   * A post that everybody may see.
   *
   * @param url of its page, or its {@code uri}
   * @param width in pixels
   * @return fails with 404 when it is not the url of such a post
   */
  Future<EmbedView> of(String url, int width) {
    Matcher path = PATH.matcher(url.startsWith(publicUrl) ? url.substring(publicUrl.length()) : "");
    if (!path.matches()) {
      return Future.failedFuture(Failure.notFound());
    }
    String author = path.group(1);
    return statuses
        .view(null, Long.parseLong(path.group(2)))
        .map(
            post -> {
              if (post.reblog() != null || !post.account().username().equalsIgnoreCase(author)) {
                throw Failure.notFound();
              }
              return view(post, width);
            });
  }

  private EmbedView view(StatusView post, int width) {
    AccountView author = post.account();
    String name = author.displayName().isBlank() ? author.username() : author.displayName();
    return new EmbedView(
        "rich",
        "1.0",
        "A post by " + name,
        name,
        author.url(),
        host,
        publicUrl + "/",
        CACHE_SECONDS,
        html(post, name, width),
        width,
        null);
  }

  /** The content is HTML that has passed the sanitiser; everything else is text. */
  private static String html(StatusView post, String name, int width) {
    StatusView.Body body = post.body();
    String url = Entities.escape(post.head().url());
    String inside =
        body.sensitive() || !body.spoilerText().isEmpty()
            ? "<p>" + Entities.escape(warning(body)) + "</p>"
            : body.content() + picture(body, url);
    return "<blockquote class=\"flashcrowd-post\" cite=\"%s\" style=\"max-width:%dpx\">"
            .formatted(url, width)
        + inside
        + "<footer>— <a href=\"%s\">%s</a></footer></blockquote>"
            .formatted(url, Entities.escape(name));
  }

  private static String warning(StatusView.Body body) {
    return body.spoilerText().isEmpty() ? "Sensitive content" : body.spoilerText();
  }

  private static String picture(StatusView.Body body, String url) {
    MediaView photo = body.mediaAttachments().isEmpty() ? null : body.mediaAttachments().getFirst();
    String source = photo == null ? null : photo.previewUrl();
    if (photo == null || source == null) {
      return "";
    }
    return "<p><a href=\"%s\"><img src=\"%s\" alt=\"%s\" style=\"max-width:100%%\"></a></p>"
        .formatted(url, Entities.escape(source), Entities.escape(said(photo.description())));
  }

  private static String said(@Nullable String description) {
    return description == null ? "" : description;
  }
}
