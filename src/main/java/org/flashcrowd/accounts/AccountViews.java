package org.flashcrowd.accounts;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flashcrowd.emojis.EmojiView;
import org.flashcrowd.emojis.Emojis;
import org.flashcrowd.http.Json;
import org.flashcrowd.media.Media;
import org.jspecify.annotations.Nullable;

/** Shows accounts: builds every URL from the public one, and HTML from what was typed. */
public final class AccountViews {
  private final String publicUrl;
  private final ProfileText texts;

  private final @Nullable Media media;
  private final Emojis emojis;

  /** Shows everybody with placeholders; for where no picture is looked at. */
  public AccountViews(String publicUrl) {
    this(publicUrl, null, Emojis.none());
  }

  /**
   * @param publicUrl the server's URL as the outside knows it, without a slash at its end
   * @param media where avatars and headers are; null to show everybody with placeholders
   * @param emojis that names and notes may contain
   */
  public AccountViews(String publicUrl, @Nullable Media media, Emojis emojis) {
    this.publicUrl = publicUrl;
    this.media = media;
    this.emojis = emojis;
    this.texts = new ProfileText(new ProfileLinks(publicUrl));
  }

  /** As {@link ProfileText#unknownNames}. */
  Set<String> unknownNames(List<ShownAccount> shown) {
    return texts.unknownNames(shown);
  }

  /**
   * @param known which of the unknown names somebody has
   */
  Future<Map<Long, ProfileCache.Profile>> byId(List<ShownAccount> shown, Collection<String> known) {
    return Pictures.urls(media, shown)
        .map(
            pictures -> {
              Map<Long, ProfileCache.Profile> views = HashMap.newHashMap(shown.size());
              for (ShownAccount one : shown) {
                boolean settled =
                    pictures.keySet().containsAll(Pictures.of(one.account().profile()));
                views.put(
                    one.account().id(),
                    new ProfileCache.Profile(of(one, pictures, known).written(), settled));
              }
              return views;
            });
  }

  /** What sets these apart from what other servers, or other versions of this one, would show. */
  String space() {
    return Json.space(publicUrl);
  }

  /** Of a suspended account only the name is shown, as the reference has it. */
  private AccountView of(ShownAccount shown, Map<Long, String> pictures, Collection<String> known) {
    return shown.account().suspended()
        ? view(blank(shown.account()), Map.of(), known, /* suspended= */ true)
        : view(shown, pictures, known, /* suspended= */ null);
  }

  private AccountView view(
      ShownAccount shown,
      Map<Long, String> pictures,
      Collection<String> known,
      @Nullable Boolean suspended) {
    Account account = shown.account();
    Account.Profile profile = account.profile();
    Account.Choices choices = account.choices();
    String avatar = picture(profile.avatarMediaId(), pictures, placeholder(account));
    String header = picture(profile.headerMediaId(), pictures, missingHeader());
    return new AccountView(
        Long.toString(account.id()),
        account.username(),
        account.username(),
        publicUrl + "/@" + account.username(),
        publicUrl + "/users/" + account.username(),
        profile.displayName(),
        texts.note(profile.note(), known),
        avatar,
        /* avatarStatic= */ avatar,
        /* avatarDescription= */ "",
        header,
        /* headerStatic= */ header,
        /* headerDescription= */ "",
        choices.locked(),
        choices.bot(),
        /* group= */ false,
        choices.discoverable(),
        choices.indexable(),
        /* noindex= */ !choices.indexable(),
        choices.hideCollections(),
        day(account),
        date(shown.lastStatusAt()),
        shown.statuses(),
        shown.followers(),
        shown.following(),
        fields(profile.fields(), known),
        emojis(profile),
        roles(account.standing().role()),
        suspended,
        account.standing().silenced() ? true : null,
        /* fixed= */ null);
  }

  private static ShownAccount blank(Account account) {
    Account blank =
        new Account(
            account.id(),
            account.username(),
            new Account.Profile("", "", List.of(), null, null),
            new Account.Choices(account.locked(), account.choices().bot(), false, false, true),
            account.posting(),
            new Account.Standing(Account.Role.USER, account.standing().createdAt(), true, false));
    return new ShownAccount(blank, 0, 0, 0, null);
  }

  /** A picture that is still being processed is not shown yet. */
  private static String picture(@Nullable Long id, Map<Long, String> pictures, String otherwise) {
    return id == null ? otherwise : pictures.getOrDefault(id, otherwise);
  }

  private String placeholder(Account account) {
    return publicUrl + "/assets/avatars/original/" + Placeholders.number(account.id()) + ".png";
  }

  /** Clients know a missing header by this ending. */
  private String missingHeader() {
    return publicUrl + "/assets/headers/original/missing.png";
  }

  private static Instant day(Account account) {
    return account.standing().createdAt().truncatedTo(ChronoUnit.DAYS);
  }

  private static @Nullable String date(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  private List<AccountView.FieldView> fields(List<Account.Field> fields, Collection<String> known) {
    return fields.stream()
        .map(
            field ->
                new AccountView.FieldView(field.name(), texts.line(field.value(), known), null))
        .toList();
  }

  private List<EmojiView> emojis(Account.Profile profile) {
    List<String> texts = new ArrayList<>(2 + 2 * profile.fields().size());
    texts.add(profile.displayName());
    texts.add(profile.note());
    for (Account.Field field : profile.fields()) {
      texts.add(field.name());
      texts.add(field.value());
    }
    return emojis.in(texts);
  }

  Emojis emojis() {
    return emojis;
  }

  private static List<AccountView.RoleView> roles(Account.Role role) {
    return switch (role) {
      case USER -> List.of();
      case MODERATOR -> List.of(new AccountView.RoleView("2", "Moderator", ""));
      case ADMIN -> List.of(new AccountView.RoleView("1", "Admin", ""));
    };
  }
}
