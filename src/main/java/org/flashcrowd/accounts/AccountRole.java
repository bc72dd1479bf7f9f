package org.flashcrowd.accounts;

/**
 * What somebody may do here: the API's <a
 * href="https://docs.joinmastodon.org/entities/Role/">Role</a>.
 *
 * @param permissions the bits that the reference names, as a decimal number
 * @param highlighted whether profiles show it
 */
public record AccountRole(
    String id, String name, String permissions, String color, boolean highlighted) {

  /** The roles are fixed, and so are their ids. */
  public static AccountRole of(Account.Role role) {
    return switch (role) {
      case USER -> new AccountRole("-99", "", "0", "", false);
      // View dashboard, audit log and taxonomies; manage reports and users.
      case MODERATOR -> new AccountRole("2", "Moderator", "1308", "", true);
      case ADMIN -> new AccountRole("1", "Admin", "1", "", true);
    };
  }
}
