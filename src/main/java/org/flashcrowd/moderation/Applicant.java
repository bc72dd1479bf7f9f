package org.flashcrowd.moderation;

import java.util.Objects;

/**
 * Somebody who wants to join, as the desk shows them.
 *
 * @param asked when, in words
 * @param reason may be empty
 * @param address where they asked from; empty where nobody knows
 */
public record Applicant(
    String id, String username, String email, String asked, String reason, String address) {
  static Applicant of(MemberView view) {
    return new Applicant(
        view.id(),
        view.username(),
        Objects.requireNonNullElse(view.email(), ""),
        ReportedCase.time(view.createdAt()),
        Objects.requireNonNullElse(view.inviteRequest(), ""),
        Objects.requireNonNullElse(view.ip(), ""));
  }

  @Override
  public String toString() {
    return "Applicant[" + username + "]";
  }
}
