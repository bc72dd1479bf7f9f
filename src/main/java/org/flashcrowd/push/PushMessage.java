package org.flashcrowd.push;

import java.nio.charset.StandardCharsets;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.http.Json;
import org.flashcrowd.notifications.NotificationView;
import org.flashcrowd.statuses.StatusView;
import org.jspecify.annotations.Nullable;

/**
 * What an app reads of a push, as Mastodon's apps decode it.
 *
 * @param accessToken empty: tokens are kept as hashes alone, and there is nothing to send
 * @param notificationId a number: Ice Cubes decodes nothing else
 */
record PushMessage(
    String accessToken,
    String preferredLocale,
    long notificationId,
    String notificationType,
    String icon,
    String title,
    String body) {
  private static final int TITLE = 120;
  private static final int BODY = 140;

  static PushMessage of(NotificationView notification) {
    AccountView from = notification.account();
    return new PushMessage(
        "",
        "en",
        Long.parseLong(notification.id()),
        notification.type(),
        from.avatar(),
        shorten(title(notification.type(), name(from)), TITLE),
        shorten(body(notification.status()), BODY));
  }

  private static String name(AccountView account) {
    return account.displayName().isBlank() ? account.username() : account.displayName();
  }

  private static String title(String type, String name) {
    return switch (type) {
      case "mention" -> "You were mentioned by " + name;
      case "status" -> name + " just posted";
      case "reblog" -> name + " boosted your post";
      case "follow" -> name + " is now following you";
      case "follow_request" -> name + " asks to follow you";
      case "favourite" -> name + " favourited your post";
      case "update" -> name + " edited a post";
      case "admin.sign_up" -> name + " signed up";
      case "moderation_warning" -> "A word from the moderators";
      case "admin.report" -> name + " reported something";
      default -> name;
    };
  }

  /** What stands behind a warning is not shown on a locked screen. */
  private static String body(@Nullable StatusView status) {
    if (status == null) {
      return "";
    }
    String warning = status.body().spoilerText();
    return warning.isBlank() ? status.body().contentText() : warning;
  }

  private static String shorten(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }

  byte[] json() {
    return Json.write(this).toString(StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
  }
}
