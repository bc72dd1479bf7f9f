package org.flashcrowd.moderation;

import java.util.EnumMap;
import java.util.Map;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;

/**
 * The statements that find accounts. They differ in what they begin with: an index that holds what
 * is looked for, whatever else narrows it down.
 */
final class MemberQueries {
  private MemberQueries() {}

  /** What a search begins with, the narrowest first. */
  enum Lead {
    EMAIL,
    ADDRESS,
    USERNAME,
    DISPLAY_NAME,
    PENDING,
    SUSPENDED,
    DISABLED,
    SILENCED,
    SENSITIZED,
    STAFF,
    EVERYBODY
  }

  // Byte by byte (~>=~, ~<~), which text_pattern_ops sorts by, as in accounts.starting-with.
  private static final String PREFIX =
      """
      WITH found AS MATERIALIZED (
        SELECT x.:id AS id FROM :table x
         WHERE lower(x.:column) ~>=~ lower(:text)
           AND lower(x.:column) ~<~ (lower(:text) || chr(1114111)) :only
      )
      """;

  private static final String FILTER =
      """
      SELECT a.id
        FROM account a LEFT JOIN credential c ON c.account_id = a.id
       WHERE :lead AND a.id < $1 AND a.id > $2
         AND ($4::text IS NULL OR starts_with(lower(a.username), lower($4)))
         AND ($5::text IS NULL OR starts_with(lower(a.display_name), lower($5)))
         AND ($6::text IS NULL OR starts_with(lower(c.email), lower($6)))
         AND ($7::text IS NULL
              OR EXISTS (SELECT FROM account_address d
                          WHERE d.account_id = a.id
                            AND d.address BETWEEN $7::text::inet AND $8::text::inet))
         AND ($9::text[] IS NULL OR a.role = ANY ($9))
         AND NOT EXISTS (SELECT FROM unnest($10::text[]) AS wanted (state)
                          WHERE NOT CASE wanted.state
                                  WHEN 'active' THEN a.suspended_at IS NULL
                                  WHEN 'pending' THEN c.account_id IS NOT NULL
                                                      AND c.approved_at IS NULL
                                  WHEN 'disabled' THEN a.disabled_at IS NOT NULL
                                  WHEN 'silenced' THEN a.silenced_at IS NOT NULL
                                  WHEN 'suspended' THEN a.suspended_at IS NOT NULL
                                  WHEN 'sensitized' THEN a.sensitized_at IS NOT NULL
                                  ELSE a.role <> 'user' END)
       ORDER BY a.id :direction
       LIMIT $3
      """;

  static final Map<Lead, PagedQuery> FIND = queries();

  static final Query BY_IDS =
      Query.named(
          "moderation.members",
          """
          SELECT a.id, a.username, a.role, a.created_at,
                 a.sensitized_at, a.disabled_at, a.silenced_at, a.suspended_at, a.removed_at,
                 c.email, c.locale, c.reason,
                 c.confirmed_at IS NOT NULL AS confirmed, c.approved_at IS NOT NULL AS approved,
                 (SELECT jsonb_agg(jsonb_build_object('ip', host(d.address), 'used_at', d.used_at)
                                   ORDER BY d.used_at DESC)
                    FROM account_address d WHERE d.account_id = a.id) AS addresses
            FROM account a LEFT JOIN credential c ON c.account_id = a.id
           WHERE a.id = ANY ($1)
          """);

  private static Map<Lead, PagedQuery> queries() {
    Map<Lead, PagedQuery> queries = new EnumMap<>(Lead.class);
    for (Lead lead : Lead.values()) {
      String name = "moderation.find-" + lead.name().toLowerCase(java.util.Locale.ROOT);
      queries.put(
          lead, PagedQuery.named(name, found(lead) + FILTER.replace(":lead", condition(lead))));
    }
    return Map.copyOf(queries);
  }

  private static String found(Lead lead) {
    return switch (lead) {
      case EMAIL -> prefix("credential", "account_id", "email", "$6", "");
      case USERNAME -> prefix("account", "id", "username", "$4", "");
      case DISPLAY_NAME ->
          prefix("account", "id", "display_name", "$5", "AND x.display_name <> ''");
      case ADDRESS ->
          """
          WITH found AS MATERIALIZED (
            SELECT d.account_id AS id FROM account_address d
             WHERE d.address BETWEEN $7::text::inet AND $8::text::inet
          )
          """;
      default -> "";
    };
  }

  private static String prefix(String table, String id, String column, String text, String only) {
    return PREFIX
        .replace(":id", id)
        .replace(":table", table)
        .replace(":column", column)
        .replace(":text", text + "::text")
        .replace(":only", only);
  }

  private static String condition(Lead lead) {
    return switch (lead) {
      case EMAIL, ADDRESS, USERNAME, DISPLAY_NAME -> "a.id IN (SELECT id FROM found)";
      case PENDING -> "c.approved_at IS NULL AND c.account_id = a.id";
      case SUSPENDED -> "a.suspended_at IS NOT NULL";
      case DISABLED -> "a.disabled_at IS NOT NULL";
      case SILENCED -> "a.silenced_at IS NOT NULL";
      case SENSITIZED -> "a.sensitized_at IS NOT NULL";
      case STAFF -> "a.role <> 'user'";
      case EVERYBODY -> "true";
    };
  }
}
