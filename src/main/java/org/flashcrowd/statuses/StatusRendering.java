package org.flashcrowd.statuses;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flashcrowd.emojis.EmojiView;
import org.flashcrowd.emojis.Emojis;
import org.flashcrowd.http.Json;
import org.flashcrowd.media.MediaView;
import org.flashcrowd.text.Handle;
import org.flashcrowd.text.Links;
import org.flashcrowd.text.RichText;
import org.jspecify.annotations.Nullable;

/** Shows a post: builds its URLs from the public one, and HTML from what was typed. */
final class StatusRendering {
  private final String publicUrl;
  private final String host;
  private final Emojis emojis;

  /**
   * @param publicUrl the server as the outside knows it, without a slash at the end
   * @param emojis that texts may contain
   */
  StatusRendering(URI publicUrl, Emojis emojis) {
    this.emojis = emojis;
    this.publicUrl = publicUrl.toString();
    String named = publicUrl.getHost();
    this.host = named == null ? "" : named;
  }

  /** The names in a text that can be accounts of this server, in lower case. */
  List<String> localNames(RichText text) {
    return text.mentions().stream()
        .filter(handle -> handle.isOf(host))
        .map(handle -> handle.username().toLowerCase(Locale.ROOT))
        .distinct()
        .toList();
  }

  StatusFragment fragment(Status status, List<MediaView> media, List<Mention> mentions) {
    return new StatusFragment(
        Long.toString(status.id()),
        status.createdAt(),
        publicUrl + "/users/" + status.username() + "/statuses/" + status.id(),
        publicUrl + "/@" + status.username() + "/" + status.id(),
        status.visibility().wire(),
        status.application(),
        body(status, media, mentions),
        status.state() == StatusState.PUBLISHED);
  }

  /** Another one for other emojis. */
  int emojiVersion() {
    return emojis.version();
  }

  /** What sets these apart from what other versions of the program would show. */
  String space() {
    return Json.space(publicUrl);
  }

  private StatusView.Body body(Status status, List<MediaView> media, List<Mention> mentions) {
    RichText text = RichText.parse(status.words().text());
    Mentioned mentioned = new Mentioned(text, mentions);
    Status.Reply reply = status.reply();
    return new StatusView.Body(
        reply == null || reply.status() == null ? null : Long.toString(reply.status()),
        reply == null ? null : Long.toString(reply.account()),
        status.words().sensitive(),
        status.words().spoilerText(),
        status.words().language(),
        /* repliesCount= */ 0,
        /* reblogsCount= */ 0,
        /* favouritesCount= */ 0,
        /* quotesCount= */ 0,
        status.editedAt(),
        content(status, text, mentioned),
        status.words().text(),
        media,
        mentioned.views(),
        text.tags().stream().map(tag -> new StatusView.TagView(tag, tagUrl(tag))).toList(),
        emojis(status.words().spoilerText(), status.words().text()),
        /* card= */ null,
        /* poll= */ null,
        /* quote= */ null,
        StatusView.QuoteApproval.NOBODY,
        /* taggedCollections= */ List.of(),
        media.isEmpty() ? "text" : media.size() == 1 ? "photo" : "photo:album",
        /* replyCount= */ 0);
  }

  /** The server's own emojis in these texts. */
  List<EmojiView> emojis(String... texts) {
    return emojis.in(texts);
  }

  /** The HTML of a text with these mentions. */
  String html(String text, List<Mention> mentions) {
    RichText parsed = RichText.parse(text);
    return text.isEmpty() ? "" : parsed.html(new Mentioned(parsed, mentions));
  }

  /** A post that failed says so in its own content, which only its author gets to see. */
  private static String content(Status status, RichText text, Links links) {
    if (status.state() != StatusState.FAILED) {
      return text.isEmpty() ? "" : text.html(links);
    }
    String failure = status.failure() == null ? "a photo was not readable" : status.failure();
    String note = "⚠ This post was not published: " + failure + "\n\n";
    return RichText.html(note + status.words().text(), links);
  }

  private String profileUrl(String username) {
    return publicUrl + "/@" + username;
  }

  private String tagUrl(String tag) {
    return publicUrl + "/tags/" + URLEncoder.encode(tag, StandardCharsets.UTF_8);
  }

  /** The mentions of one post, in the order in which its text names them. */
  private final class Mentioned implements Links {
    private final Map<String, Mention> known = new LinkedHashMap<>();
    private final List<StatusView.MentionView> views = new ArrayList<>(0);

    Mentioned(RichText text, List<Mention> mentions) {
      if (!mentions.isEmpty()) {
        mentions.forEach(one -> known.put(one.username().toLowerCase(Locale.ROOT), one));
        for (String name : localNames(text)) {
          Mention mention = known.get(name);
          if (mention != null) {
            views.add(view(mention));
          }
        }
      }
    }

    private StatusView.MentionView view(Mention mention) {
      return new StatusView.MentionView(
          Long.toString(mention.account()),
          mention.username(),
          profileUrl(mention.username()),
          mention.username());
    }

    List<StatusView.MentionView> views() {
      return views;
    }

    @Override
    public @Nullable String mention(Handle handle) {
      Mention mention =
          handle.isOf(host) ? known.get(handle.username().toLowerCase(Locale.ROOT)) : null;
      return mention == null ? null : profileUrl(mention.username());
    }

    @Override
    public String tag(String name) {
      return tagUrl(name);
    }
  }
}
