package org.flashcrowd.accounts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.flashcrowd.emojis.EmojiView;
import org.flashcrowd.http.Json;
import org.flashcrowd.http.RawJson;
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
 * @param fixed all of it but its id and what is counted, as it is written; null until it is
 */
@JsonSerialize(using = AccountWriter.class)
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
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean limited,
    @JsonIgnore @Nullable RawJson fixed) {

  /** That it is of this server, as all are: Pixelfed's app shows others as strangers. */
  @JsonProperty
  public boolean local() {
    return true;
  }

  /** The same with all that stays as it is written, once for the many posts it is shown with. */
  AccountView written() {
    return with(lastStatusAt, statusesCount, followersCount, followingCount, fixedMembers());
  }

  /** What {@link AccountWriter} need not write anew. */
  RawJson fixedMembers() {
    return fixed == null
        ? Json.membersBut(
            this,
            "id",
            "last_status_at",
            "statuses_count",
            "followers_count",
            "following_count",
            "fixed")
        : fixed;
  }

  /** The same profile with what is counted about it now; nothing is, of a suspended account. */
  AccountView counting(AccountStamp now) {
    return Boolean.TRUE.equals(suspended)
        ? this
        : with(day(now.lastStatusAt()), now.statuses(), now.followers(), now.following(), fixed);
  }

  private static @Nullable String day(@Nullable OffsetDateTime time) {
    return time == null
        ? null
        : time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate().toString();
  }

  private AccountView with(
      @Nullable String last,
      int statuses,
      int followers,
      int following,
      @Nullable RawJson written) {
    return new AccountView(
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
        last,
        statuses,
        followers,
        following,
        fields,
        emojis,
        roles,
        suspended,
        limited,
        written);
  }

  /** One line of the profile's table; the value is HTML, or plain text in a {@code source}. */
  public record FieldView(String name, String value, @Nullable Instant verifiedAt) {}

  /** A role that others see. */
  public record RoleView(String id, String name, String color) {}
}
