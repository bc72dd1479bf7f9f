package org.flashcrowd.accounts;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Reads;
import org.flashcrowd.text.Folding;
import org.jspecify.annotations.Nullable;

/**
 * Accounts by a part of their names. Candidates come from indexes, a bounded number from each; then
 * they are ordered: the name itself, whom the viewer follows, names that begin so, words that begin
 * so, and by followers.
 */
final class AccountSearchRepository {
  // $1 as typed in lower case, $2 folded, $3 the viewer, $4 only whom they follow, $5 limit,
  // $6 offset; then, where they are used, $7 the folded pattern, $8 the largest character, $9 the
  // words of a text search.
  private static final String SEARCH =
      """
      SELECT a.id
        FROM (:candidates) found
        JOIN account a ON a.id = found.id
        JOIN account_stats s ON s.account_id = a.id
        LEFT JOIN follow f ON f.account_id = $3::bigint AND f.target_id = a.id
       WHERE a.suspended_at IS NULL
         AND (NOT $4::boolean OR f.target_id IS NOT NULL)
         AND NOT EXISTS (SELECT FROM credential c
                          WHERE c.account_id = a.id
                            AND (c.approved_at IS NULL OR c.confirmed_at IS NULL))
       ORDER BY lower(a.username) = $1::text DESC,
                f.target_id IS NOT NULL DESC,
                starts_with(lower(a.username), $1::text) DESC,
                strpos(' ' || lower(a.display_name), ' ' || $2::text) > 0 DESC,
                s.followers_count DESC, a.id
       LIMIT $5::int OFFSET $6::int
      """;
  // Byte by byte (~>=~, ~<~), which text_pattern_ops sorts by whatever the collation.
  private static final String BY_BEGINNING =
      """
      (SELECT a.id FROM account a
        WHERE lower(a.username) ~>=~ $1::text AND lower(a.username) ~<~ ($1::text || $8::text)
        ORDER BY lower(a.username) USING ~<~ LIMIT 200)
      UNION
      (SELECT a.id FROM account a
        WHERE a.display_name <> '' AND lower(a.display_name) ~>=~ $1::text
          AND lower(a.display_name) ~<~ ($1::text || $8::text)
        ORDER BY lower(a.display_name) USING ~<~ LIMIT 200)
      UNION
      (SELECT a.id
         FROM (SELECT f.target_id FROM follow f
                WHERE f.account_id = $3::bigint ORDER BY f.id DESC LIMIT 1000) f
         JOIN account a ON a.id = f.target_id
        WHERE search_fold(a.username || ' ' || a.display_name) LIKE $7::text)
      """;
  private static final String BY_PART =
      """
      UNION
      (SELECT a.id FROM account a
        WHERE search_fold(a.username || ' ' || a.display_name) LIKE $7::text
        LIMIT 200)
      """;
  private static final String BY_WORDS =
      """
      UNION
      (SELECT a.id FROM account a
        WHERE a.display_name <> ''
          AND to_tsvector('simple', search_fold(a.display_name)) @@ $9::text::tsquery
        LIMIT 200)
      """;
  // Typing errors: most of the trigrams are there.
  private static final String BY_LIKENESS =
      """
      SELECT a.id FROM account a
       WHERE search_fold(a.username || ' ' || a.display_name) %> $2::text
       LIMIT 200
      """;
  static final Query BEGINNING = query("beginning", BY_BEGINNING);
  static final Query PART = query("part", BY_BEGINNING + BY_PART);
  static final Query WORDS = query("words", BY_BEGINNING + BY_WORDS);
  static final Query ALIKE = query("likeness", BY_LIKENESS);

  private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private final Reads reads;

  AccountSearchRepository(Reads reads) {
    this.reads = reads;
  }

  /**
   * Whom a search is for.
   *
   * @param viewer null for somebody not signed in
   */
  record Asked(@Nullable Long viewer, String text, boolean following, int limit, int offset) {}

  Future<List<Long>> find(Asked asked) {
    String folded = Folding.fold(asked.text());
    String pattern = Folding.anywhere(folded);
    String words = words(folded);
    if (Folding.hasTrigram(folded)) {
      return run(PART, asked, folded, pattern, LAST_CHARACTER);
    }
    return folded.chars().allMatch(c -> c < 128) || words.isEmpty()
        ? run(BEGINNING, asked, folded, pattern, LAST_CHARACTER)
        : run(WORDS, asked, folded, pattern, LAST_CHARACTER, words);
  }

  /** Names that are nearly this one. */
  Future<List<Long>> alike(Asked asked) {
    return run(ALIKE, asked, Folding.fold(asked.text()));
  }

  private Future<List<Long>> run(Query query, Asked asked, String folded, String... more) {
    List<@Nullable Object> arguments = new ArrayList<>();
    arguments.add(asked.text().toLowerCase(Locale.ROOT));
    arguments.add(folded);
    arguments.add(asked.viewer());
    arguments.add(asked.following());
    arguments.add(asked.limit());
    arguments.add(asked.offset());
    arguments.addAll(List.of(more));
    return reads.by(asked.viewer()).list(query, row -> row.getLong("id"), arguments.toArray());
  }

  /** The beginnings of all its words, as a tsquery; nothing in them needs escaping. */
  private static String words(String folded) {
    return NO_WORD
        .splitAsStream(folded)
        .filter(word -> !word.isEmpty())
        .map(word -> "'" + word + "':*")
        .collect(Collectors.joining(" & "));
  }

  private static Query query(String by, String candidates) {
    return Query.named("accounts.search-by-" + by, SEARCH.replace(":candidates", candidates));
  }
}
