package org.flashcrowd.db;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Migrations only expand: the nodes of the version before run on what they make, and are not held
 * up meanwhile (docs/operations.md).
 */
class MigrationRulesTest {
  private static final Path FOLDER = Path.of("src/main/resources/db/migration");
  private static final Path NEXT = Path.of("src/test/resources/db/next");
  // Up to here no version was in use that could have run beside the next.
  private static final int BEFORE_THE_FIRST_RELEASE = 36;

  // Up to here all nodes that migrate do so before they serve.
  private static final int BEFORE_SEPARATE_TABLES = 52;

  private static final Map<String, Pattern> FORBIDDEN =
      Map.of(
          "takes away what nodes of the version before use",
          Pattern.compile("\\bdrop (table|column|view|type|schema|sequence|function|index)\\b"),
          "renames what nodes of the version before use",
          Pattern.compile("\\brename (to|column|constraint)\\b|\\brename \\w+ to\\b"),
          "changes the type of a column, and writes the table anew under a lock",
          Pattern.compile("\\balter (column )?\\w+ (set data )?type\\b"),
          "refuses what nodes of the version before write",
          Pattern.compile("\\bset not null\\b"),
          "checks a whole table under a lock; add it NOT VALID",
          Pattern.compile(
              "\\badd (constraint \\w+ )?(check|foreign key|unique|primary key)\\b(?!.*not"
                  + " valid)"));

  private static final Pattern NEW_COLUMN =
      Pattern.compile(
          "\\badd (column )?(if not exists )?(?!constraint)(?<rest>\\w+ [^,;]*not null[^,;]*)");
  private static final Pattern INDEX =
      Pattern.compile("\\bcreate (unique )?index (?!concurrently)[^;]*? on (only )?(?<table>\\w+)");
  private static final Pattern ALTERED = Pattern.compile("\\balter table (only )?(?<name>\\w+)");
  private static final Pattern TABLE =
      Pattern.compile("\\bcreate table (if not exists )?(?<name>\\w+)");

  static List<String> broken(String sql) {
    String plain = plain(sql);
    List<String> broken = new ArrayList<>();
    for (String statement : plain.split(";")) {
      FORBIDDEN.forEach(
          (why, pattern) -> {
            if (pattern.matcher(statement).find() && !onNewTable(statement, plain)) {
              broken.add(why + ": " + statement.strip());
            }
          });
      Matcher column = NEW_COLUMN.matcher(statement);
      while (column.find()) {
        if (!column.group("rest").contains("default")) {
          broken.add("refuses rows of the version before: " + statement.strip());
        }
      }
      Matcher index = INDEX.matcher(statement);
      if (index.find() && !created(index.group("table"), plain)) {
        broken.add("locks a table; create the index CONCURRENTLY: " + statement.strip());
      }
    }
    return broken;
  }

  /** Without comments, texts and the bodies of functions; lower case; one space. */
  private static String plain(String sql) {
    return sql.replaceAll("(?s)\\$(\\w*)\\$.*?\\$\\1\\$", "''")
        .replaceAll("--[^\\n]*", "")
        .replaceAll("'[^']*'", "''")
        .replaceAll("\\s+", " ")
        .toLowerCase(Locale.ROOT);
  }

  private static boolean onNewTable(String statement, String all) {
    Matcher altered = ALTERED.matcher(statement);
    return altered.find() && created(altered.group("name"), all);
  }

  private static boolean created(String table, String all) {
    return TABLE.matcher(all).results().anyMatch(made -> made.group("name").equals(table));
  }

  /** The tables that are locked against reading until the migration commits. */
  static Set<String> locked(String sql) {
    String plain = plain(sql);
    return ALTERED
        .matcher(plain)
        .results()
        .map(altered -> altered.group("name"))
        .filter(table -> !created(table, plain))
        .collect(toSet());
  }

  @Test
  @Proves(Promise.OPERATIONS)
  void migrations_afterTheFirstRelease_onlyExpand() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path file : after(BEFORE_THE_FIRST_RELEASE)) {
      broken(Files.readString(file)).forEach(line -> broken.add(file.getFileName() + " " + line));
    }
    assertThat(broken).isEmpty();
  }

  /** Of two, one is held while the other is waited for: a deadlock with whoever reads both. */
  @Test
  void migrations_each_lockOneTable() throws IOException {
    for (Path file : after(BEFORE_SEPARATE_TABLES)) {
      assertThat(locked(Files.readString(file))).as(file.toString()).hasSizeLessThan(2);
    }
  }

  @Test
  void migration_thatLocksTwoTables_isFound() {
    assertThat(locked("ALTER TABLE status ADD a int; ALTER TABLE account ADD b int;")).hasSize(2);
    assertThat(locked("CREATE TABLE n (a int); ALTER TABLE n ADD b int; ALTER TABLE ONLY s ADD c;"))
        .containsExactly("s");
  }

  private static List<Path> after(int version) throws IOException {
    List<Path> after = new ArrayList<>();
    for (Path folder : List.of(FOLDER, NEXT)) {
      try (Stream<Path> files = Files.list(folder)) {
        after.addAll(files.filter(file -> version(file) > version).sorted().toList());
      }
    }
    return after;
  }

  private static int version(Path file) {
    String name = file.getFileName().toString();
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }

  /** The control. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE status",
        "ALTER TABLE status DROP COLUMN text",
        "ALTER TABLE status RENAME COLUMN text TO body",
        "ALTER TABLE status RENAME text TO body",
        "ALTER TABLE status RENAME TO post",
        "ALTER TABLE status ALTER COLUMN text TYPE varchar(10)",
        "ALTER TABLE status ALTER COLUMN text SET NOT NULL",
        "ALTER TABLE status ADD COLUMN mood text NOT NULL",
        "ALTER TABLE status ADD mood text NOT NULL, ADD other int",
        "ALTER TABLE status ADD CONSTRAINT short CHECK (length(text) < 10)",
        "CREATE INDEX status_text ON status (text)",
        "CREATE UNIQUE INDEX status_text ON status (text)",
        "DROP INDEX status_public"
      })
  void statement_thatHurtsTheVersionBefore_isFound(String sql) {
    assertThat(broken(sql + ";")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE status ADD COLUMN mood text",
        "ALTER TABLE status ADD COLUMN mood text NOT NULL DEFAULT ''",
        "ALTER TABLE status ADD CONSTRAINT short CHECK (length(text) < 10) NOT VALID",
        "ALTER TABLE status VALIDATE CONSTRAINT short",
        "ALTER TABLE status DROP CONSTRAINT short",
        "CREATE INDEX CONCURRENTLY status_text ON status (text)",
        "CREATE TABLE mood (name text NOT NULL); CREATE INDEX mood_name ON mood (name)",
        "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ DROP TABLE x $$",
        "-- DROP TABLE status"
      })
  void statement_thatExpands_isAllowed(String sql) {
    assertThat(broken(sql + ";")).isEmpty();
  }
}
