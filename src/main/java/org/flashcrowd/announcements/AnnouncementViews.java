package org.flashcrowd.announcements;

import io.vertx.core.Future;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flashcrowd.accounts.AccountName;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.announcements.AnnouncementRepository.Reacted;
import org.flashcrowd.announcements.AnnouncementRepository.Stored;
import org.flashcrowd.announcements.AnnouncementView.LinkedStatusView;
import org.flashcrowd.announcements.AnnouncementView.ReactionView;
import org.flashcrowd.emojis.EmojiView;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.statuses.Statuses;
import org.flashcrowd.text.Handle;
import org.flashcrowd.text.Links;
import org.flashcrowd.text.RichText;
import org.jspecify.annotations.Nullable;

/** Shows announcements: HTML of what was typed, and what it names. */
final class AnnouncementViews {
  private static final int LINKED_POSTS = 20;

  private final String publicUrl;
  private final String host;
  private final Pattern postUrl;
  private final Accounts accounts;
  private final Statuses statuses;

  AnnouncementViews(URI publicUrl, Accounts accounts, Statuses statuses) {
    this.publicUrl = publicUrl.toString();
    String named = publicUrl.getHost();
    this.host = named == null ? "" : named;
    this.postUrl = Pattern.compile(Pattern.quote(this.publicUrl) + "/@\\w{1,30}/(\\d{1,18})");
    this.accounts = accounts;
    this.statuses = statuses;
  }

  /** What several announcements name, looked up together. */
  private record Named(Map<String, AccountName> accounts, Map<String, StatusView> posts) {}

  /**
   * @param viewer null where nobody in particular looks at them
   */
  Future<List<AnnouncementView>> of(
      List<Stored> announcements, List<Reacted> reactions, @Nullable Long viewer) {
    Map<Long, RichText> texts =
        announcements.stream()
            .collect(Collectors.toMap(Stored::id, one -> RichText.parse(one.text())));
    Map<Long, List<Reacted>> byId =
        reactions.stream().collect(Collectors.groupingBy(Reacted::announcement));
    return named(texts.values())
        .map(
            named ->
                announcements.stream()
                    .map(
                        one ->
                            view(
                                one,
                                new Content(
                                    texts.getOrDefault(one.id(), RichText.parse("")), named),
                                byId.getOrDefault(one.id(), List.of()),
                                viewer))
                    .toList());
  }

  private Future<Named> named(Collection<RichText> texts) {
    Set<String> names = new LinkedHashSet<>();
    Set<Long> posts = new LinkedHashSet<>();
    for (RichText text : texts) {
      text.mentions().stream()
          .filter(handle -> handle.isOf(host))
          .forEach(handle -> names.add(handle.username().toLowerCase(Locale.ROOT)));
      for (String url : text.urls()) {
        Matcher post = postUrl.matcher(url);
        if (post.matches() && posts.size() < LINKED_POSTS) {
          posts.add(Long.parseLong(post.group(1)));
        }
      }
    }
    return Future.all(accounts.named(names), statuses.views(null, List.copyOf(posts)))
        .map(both -> new Named(both.resultAt(0), byId(both.resultAt(1))));
  }

  private static Map<String, StatusView> byId(List<StatusView> posts) {
    return posts.stream().collect(Collectors.toMap(StatusView::id, Function.identity()));
  }

  private AnnouncementView view(
      Stored one, Content content, List<Reacted> reactions, @Nullable Long viewer) {
    return new AnnouncementView(
        Long.toString(one.id()),
        content.html(),
        one.startsAt(),
        one.endsAt(),
        one.allDay(),
        one.publishedAt(),
        /* updatedAt= */ one.publishedAt(),
        viewer == null ? null : one.read(),
        content.mentions(),
        content.statuses(),
        content.tags(),
        accounts.emojis().in(one.text()),
        reactions.stream().map(reacted -> reaction(reacted, viewer)).toList());
  }

  private ReactionView reaction(Reacted reacted, @Nullable Long viewer) {
    EmojiView custom = accounts.emojis().named(reacted.name()).orElse(null);
    return new ReactionView(
        reacted.name(),
        reacted.count(),
        viewer == null ? null : reacted.me(),
        custom == null ? null : custom.url(),
        custom == null ? null : custom.staticUrl());
  }

  /** One announcement's text with where its parts lead. */
  private final class Content implements Links {
    private final RichText text;
    private final Named named;

    Content(RichText text, Named named) {
      this.text = text;
      this.named = named;
    }

    String html() {
      return text.html(this);
    }

    List<StatusView.MentionView> mentions() {
      List<StatusView.MentionView> mentions = new ArrayList<>();
      for (Handle handle : text.mentions()) {
        AccountName account = account(handle);
        if (account != null) {
          mentions.add(
              new StatusView.MentionView(
                  Long.toString(account.id()),
                  account.username(),
                  profileUrl(account),
                  account.username()));
        }
      }
      return mentions;
    }

    List<LinkedStatusView> statuses() {
      List<LinkedStatusView> linked = new ArrayList<>();
      for (String url : text.urls()) {
        Matcher post = postUrl.matcher(url);
        StatusView view = post.matches() ? named.posts().get(post.group(1)) : null;
        if (view != null) {
          linked.add(new LinkedStatusView(view.id(), view.head().url()));
        }
      }
      return linked;
    }

    List<StatusView.TagView> tags() {
      return text.tags().stream().map(name -> new StatusView.TagView(name, tag(name))).toList();
    }

    private @Nullable AccountName account(Handle handle) {
      return handle.isOf(host)
          ? named.accounts().get(handle.username().toLowerCase(Locale.ROOT))
          : null;
    }

    private String profileUrl(AccountName account) {
      return publicUrl + "/@" + account.username();
    }

    @Override
    public @Nullable String mention(Handle handle) {
      AccountName account = account(handle);
      return account == null ? null : profileUrl(account);
    }

    @Override
    public String tag(String name) {
      return publicUrl + "/tags/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }
  }
}
