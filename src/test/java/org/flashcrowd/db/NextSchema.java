package org.flashcrowd.db;

/** The schema of a version to come, for tests. */
public final class NextSchema {
  private NextSchema() {}

  /** Applies this version's migrations and the next one's; tells how many. */
  public static int migrate(String uri) {
    return Migrations.run(uri, "classpath:db/migration", "classpath:db/next");
  }
}
