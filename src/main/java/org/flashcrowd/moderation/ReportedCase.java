package org.flashcrowd.moderation;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.instance.RuleView;
import org.flashcrowd.media.MediaView;
import org.flashcrowd.statuses.StatusView;
import org.jspecify.annotations.Nullable;

/**
 * A report as the desk shows it.
 *
 * @param filed when, in words
 * @param category in words
 * @param rules of the house that it names
 * @param posts those of the reported ones that there still are
 */
public record ReportedCase(
    String id,
    boolean open,
    String filed,
    String category,
    String comment,
    String reporter,
    Target target,
    List<String> rules,
    List<Evidence> posts) {
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  /**
   * Whom it is about.
   *
   * @param standing what holds for the account, by the name under which it is taken back
   */
  public record Target(String username, String name, String avatar, Map<String, String> standing) {}

  /**
   * A reported post.
   *
   * @param url null where it is not for everybody to see
   */
  public record Evidence(
      String id,
      @Nullable String url,
      String written,
      String warning,
      String text,
      List<Thumb> photos) {}

  /**
   * A small photo.
   *
   * @param full where the large one is
   */
  public record Thumb(String src, String full, String alt) {}

  /**
   * @param publicUrl which addresses of ours begin with; a page names them without it
   */
  static ReportedCase of(CaseView view, String publicUrl) {
    MemberView about = view.targetAccount();
    return new ReportedCase(
        view.id(),
        !view.actionTaken(),
        time(view.createdAt()),
        words(view.category()),
        view.comment(),
        view.account().username(),
        new Target(
            about.username(),
            name(about.account()),
            local(about.account().avatar(), publicUrl),
            standing(about)),
        view.rules().stream().map(RuleView::text).toList(),
        view.statuses().stream()
            .map(post -> evidence(post, about.suspended(), publicUrl))
            .toList());
  }

  /** A moment as the desk writes it, in UTC. */
  public static String time(Instant moment) {
    return TIME.format(moment);
  }

  private static String words(String category) {
    return switch (category) {
      case "spam" -> "Spam";
      case "legal" -> "Against the law";
      case "violation" -> "Against the rules";
      default -> "Something else";
    };
  }

  private static String name(AccountView account) {
    return account.displayName().isBlank() ? account.username() : account.displayName();
  }

  private static Map<String, String> standing(MemberView about) {
    Map<String, String> standing = new LinkedHashMap<>();
    if (about.suspended()) {
      standing.put("suspend", "suspended");
    }
    if (about.silenced()) {
      standing.put("silence", "limited");
    }
    if (about.disabled()) {
      standing.put("disable", "locked");
    }
    if (about.sensitized()) {
      standing.put("sensitive", "marked as sensitive");
    }
    return standing;
  }

  private static Evidence evidence(StatusView post, boolean suspended, String publicUrl) {
    boolean seen =
        !suspended
            && (post.head().visibility().equals("public")
                || post.head().visibility().equals("unlisted"));
    return new Evidence(
        post.id(),
        seen ? local(post.head().url(), publicUrl) : null,
        time(post.head().createdAt()),
        post.body().spoilerText(),
        post.body().contentText(),
        post.body().mediaAttachments().stream()
            .filter(photo -> photo.previewUrl() != null)
            .map(photo -> thumb(photo, publicUrl))
            .toList());
  }

  private static Thumb thumb(MediaView photo, String publicUrl) {
    String small = Objects.requireNonNullElse(photo.previewUrl(), "");
    return new Thumb(
        local(small, publicUrl),
        local(Objects.requireNonNullElse(photo.url(), small), publicUrl),
        Objects.requireNonNullElse(photo.description(), "Reported photo"));
  }

  /** A page loads pictures from its own host alone. */
  private static String local(String url, String publicUrl) {
    return url.startsWith(publicUrl + "/") ? url.substring(publicUrl.length()) : url;
  }
}
