package org.flashcrowd.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.flashcrowd.emojis.EmojiView;
import org.jspecify.annotations.Nullable;

/**
 * An account as clients see it: the API's <a
 * href="https://docs.joinmastodon.org/entities/Account/">Account</a>. Made by {@link AccountViews}
 * alone.
 *
 * @param acct the name alone, since everybody is local
 * @param note HTML
 * @param createdAt midnight of the day
 * @param lastStatusAt a date such as {@code 2026-11-23}
 * @param suspended there only when true
 * @param limited there only when true
 */
public record AccountView(
    String id,
    String username,
    String acct,
    String url,
    String uri,
    String displayName,
    String note,
    String avatar,
    String avatarStatic,
    String avatarDescription,
    String header,
    String headerStatic,
    String headerDescription,
    boolean locked,
    boolean bot,
    boolean group,
    boolean discoverable,
    boolean indexable,
    boolean noindex,
    boolean hideCollections,
    Instant createdAt,
    @Nullable String lastStatusAt,
    int statusesCount,
    int followersCount,
    int followingCount,
    List<FieldView> fields,
    List<EmojiView> emojis,
    List<RoleView> roles,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean suspended,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean limited) {

  /** That it is of this server, as all are: Pixelfed's app shows others as strangers. */
  @JsonProperty
  public boolean local() {
    return true;
  }

  /** The same profile with what is counted about it now; nothing is, of a suspended account. */
  AccountView counting(AccountStamp now) {
    OffsetDateTime last = now.lastStatusAt();
    return Boolean.TRUE.equals(suspended)
        ? this
        : new AccountView(
            id,
            username,
            acct,
            url,
            uri,
            displayName,
            note,
            avatar,
            avatarStatic,
            avatarDescription,
            header,
            headerStatic,
            headerDescription,
            locked,
            bot,
            group,
            discoverable,
            indexable,
            noindex,
            hideCollections,
            createdAt,
            last == null
                ? null
                : last.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate().toString(),
            now.statuses(),
            now.followers(),
            now.following(),
            fields,
            emojis,
            roles,
            suspended,
            limited);
  }

  /** One line of the profile's table; the value is HTML, or plain text in a {@code source}. */
  public record FieldView(String name, String value, @Nullable Instant verifiedAt) {}

  /** A role that others see. */
  public record RoleView(String id, String name, String color) {}
}
