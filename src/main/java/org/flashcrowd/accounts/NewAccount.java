package org.flashcrowd.accounts;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.flashcrowd.http.Failure;

/** Somebody about to join. */
public record NewAccount(String username, String displayName, Account.Role role) {
  private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9_]{1,30}");

  // Names under which somebody could pass for the server itself.
  private static final Set<String> RESERVED =
      Set.of(
          "about",
          "abuse",
          "account",
          "accounts",
          "admin",
          "administrator",
          "api",
          "auth",
          "flashcrowd",
          "help",
          "mod",
          "moderator",
          "oauth",
          "owner",
          "postmaster",
          "root",
          "security",
          "settings",
          "support",
          "webmaster");

  /** An ordinary user. */
  public static NewAccount of(String username) {
    return new NewAccount(username, "", Account.Role.USER);
  }

  /** What keeps anybody from signing up with this name, apart from somebody who has it. */
  public static Optional<Failure.Detail> problem(String username) {
    if (username.isBlank()) {
      return Optional.of(new Failure.Detail("ERR_BLANK", "can't be blank"));
    }
    if (!USERNAME.matcher(username).matches()) {
      return Optional.of(
          new Failure.Detail(
              "ERR_INVALID", "must be 1 to 30 letters, digits and underscores without accents"));
    }
    return RESERVED.contains(username.toLowerCase(Locale.ROOT))
        ? Optional.of(new Failure.Detail("ERR_RESERVED", "is reserved"))
        : Optional.empty();
  }
}
