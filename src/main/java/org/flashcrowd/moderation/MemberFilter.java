package org.flashcrowd.moderation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flashcrowd.accounts.Account;
import org.flashcrowd.accounts.AccountRole;
import org.flashcrowd.config.AddressRange;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.jspecify.annotations.Nullable;

/**
 * Which accounts a moderator looks for. Names and e-mail addresses are given by their beginning, in
 * whatever case; what is null or empty narrows nothing.
 *
 * @param nobody whether it is asked for accounts that there cannot be: of another server, invited
 * @param roles names of roles; null for every role
 * @param states all of which hold: {@code active}, {@code staff} and the names of {@link
 *     Member.State}
 */
record MemberFilter(
    boolean nobody,
    @Nullable String username,
    @Nullable String displayName,
    @Nullable String email,
    @Nullable AddressRange address,
    @Nullable List<String> roles,
    List<String> states) {
  /** Those who await approval. */
  static final MemberFilter PENDING =
      new MemberFilter(false, null, null, null, null, null, List.of("pending"));

  private static final List<String> STATUSES =
      List.of("active", "pending", "disabled", "silenced", "suspended");
  private static final List<String> FLAGS =
      List.of("active", "pending", "disabled", "silenced", "suspended", "sensitized", "staff");

  /** As {@code GET /api/v2/admin/accounts} is asked. */
  static MemberFilter of(Params params) {
    List<String> states = new ArrayList<>(2);
    word(params, "status", STATUSES).ifPresent(states::add);
    word(params, "permissions", List.of("staff")).ifPresent(states::add);
    boolean elsewhere =
        word(params, "origin", List.of("local", "remote")).filter("remote"::equals).isPresent();
    return of(params, elsewhere, roles(params), states);
  }

  /** As {@code GET /api/v1/admin/accounts} is asked: one flag for each. */
  static MemberFilter ofFlags(Params params) {
    boolean elsewhere = params.flag("remote", false) && !params.flag("local", false);
    List<String> states = FLAGS.stream().filter(name -> params.flag(name, false)).toList();
    return of(params, elsewhere, null, states);
  }

  private static MemberFilter of(
      Params params, boolean elsewhere, @Nullable List<String> roles, List<String> states) {
    boolean nobody =
        elsewhere || given(params, "by_domain") != null || given(params, "invited_by") != null;
    return new MemberFilter(
        nobody,
        given(params, "username"),
        given(params, "display_name"),
        given(params, "email"),
        address(given(params, "ip")),
        roles,
        List.copyOf(states));
  }

  private static Optional<String> word(Params params, String field, List<String> known) {
    Optional<String> given = params.text(field).filter(text -> !text.isBlank());
    if (given.isPresent() && !known.contains(given.get())) {
      throw Failure.invalid(field, "ERR_INCLUSION", "is not one of " + String.join(", ", known));
    }
    return given;
  }

  private static @Nullable String given(Params params, String field) {
    String text = params.text(field).orElse("").strip();
    return text.isEmpty() || text.indexOf('\0') >= 0 ? null : text;
  }

  private static @Nullable AddressRange address(@Nullable String text) {
    try {
      return text == null ? null : AddressRange.parse(text);
    } catch (IllegalArgumentException unreadable) {
      throw Failure.invalid("ip", "ERR_INVALID", String.valueOf(unreadable.getMessage()));
    }
  }

  /** Null when no role is asked for; an id of no role is nobody's. */
  private static @Nullable List<String> roles(Params params) {
    List<String> ids = params.texts("role_ids").stream().filter(id -> !id.isBlank()).toList();
    if (ids.isEmpty()) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (Account.Role role : Account.Role.values()) {
      if (ids.contains(AccountRole.of(role).id())) {
        names.add(role.name().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}
