package org.flashcrowd.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flashcrowd.accounts.NewAccount;
import org.flashcrowd.config.Config;
import org.flashcrowd.http.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What somebody fills in to join.
 *
 * @param agreement whether they accept the rules
 * @param locale their language; null when they did not say, or not in a way that is understood
 * @param reason why they want to join, for whoever approves it
 */
record NewMember(
    String username,
    String email,
    String password,
    boolean agreement,
    @Nullable String locale,
    @Nullable String reason) {
  private static final int MAX_EMAIL = 254;
  private static final int MAX_REASON = 5_000;
  // Whether mail arrives there is for the mail to tell; this only keeps out what is no address.
  private static final Pattern EMAIL = Pattern.compile("[^\\s@\\p{Cntrl}]+@[^\\s@\\p{Cntrl}]+");
  private static final Pattern LOCALE = Pattern.compile("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*");

  NewMember {
    email = email.strip();
    username = username.strip();
    locale = locale != null && LOCALE.matcher(locale).matches() ? locale : null;
    reason = reason == null || reason.isBlank() ? null : reason.strip();
  }

  private static boolean isEmail(String text) {
    return text.length() <= MAX_EMAIL && EMAIL.matcher(text).matches();
  }

  /** What was typed, without the space around it; fails with 422 when it is no address. */
  static String emailOrFail(String typed) {
    String email = typed.strip();
    if (!isEmail(email)) {
      throw Failure.invalid("email", "ERR_INVALID", "is not an e-mail address");
    }
    return email;
  }

  /** Everything that is wrong, by field; empty when nothing is. */
  Map<String, List<Failure.Detail>> problems(Config.Registrations rules) {
    Map<String, List<Failure.Detail>> problems = new LinkedHashMap<>();
    NewAccount.problem(username).ifPresent(problem -> add(problems, "username", problem));
    if (email.isEmpty()) {
      add(problems, "email", "ERR_BLANK", "can't be blank");
    } else if (!isEmail(email)) {
      add(problems, "email", "ERR_INVALID", "is not an e-mail address");
    }
    passwordProblem(password, rules).ifPresent(problem -> add(problems, "password", problem));
    if (!agreement) {
      add(problems, "agreement", "ERR_ACCEPTED", "must be accepted");
    }
    if (reason == null && rules.mode() == Config.Registrations.Mode.APPROVAL) {
      add(problems, "reason", "ERR_BLANK", "can't be blank");
    }
    if (reason != null && (reason.length() > MAX_REASON || reason.indexOf('\0') >= 0)) {
      add(problems, "reason", "ERR_TOO_LONG", "is too long");
    }
    return problems;
  }

  /** What is wrong with a password, in characters as people count them. */
  static Optional<Failure.Detail> passwordProblem(String password, Config.Registrations rules) {
    int length = password.codePointCount(0, password.length());
    if (length == 0) {
      return Optional.of(new Failure.Detail("ERR_BLANK", "can't be blank"));
    }
    if (length < rules.minPassword()) {
      return Optional.of(
          new Failure.Detail(
              "ERR_TOO_SHORT", "is too short (at least " + rules.minPassword() + " characters)"));
    }
    return length > rules.maxPassword()
        ? Optional.of(
            new Failure.Detail(
                "ERR_TOO_LONG", "is too long (at most " + rules.maxPassword() + " characters)"))
        : Optional.empty();
  }

  static void add(
      Map<String, List<Failure.Detail>> problems, String field, String error, String description) {
    add(problems, field, new Failure.Detail(error, description));
  }

  private static void add(
      Map<String, List<Failure.Detail>> problems, String field, Failure.Detail problem) {
    problems.computeIfAbsent(field, name -> new ArrayList<>()).add(problem);
  }

  @Override
  public String toString() {
    return "NewMember[" + username + "]";
  }
}
