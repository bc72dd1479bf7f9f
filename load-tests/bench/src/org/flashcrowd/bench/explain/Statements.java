package org.flashcrowd.bench.explain;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;

/** The statements of the server, by their names, as they stand in the constants of its classes. */
final class Statements {
  private final Map<String, String> byName = new TreeMap<>();

  private Statements() {}

  /** Reads them from the jar that is measured. */
  static Statements ofServer() throws IOException, ReflectiveOperationException {
    Statements found = new Statements();
    try (JarFile jar = new JarFile(Path.of("target", "flashcrowd.jar").toFile())) {
      var entries = jar.entries();
      while (entries.hasMoreElements()) {
        String entry = entries.nextElement().getName();
        if (entry.startsWith("org/flashcrowd/") && entry.endsWith(".class")) {
          found.read(entry.substring(0, entry.length() - 6).replace('/', '.'));
        }
      }
    }
    return found;
  }

  private void read(String className) throws ReflectiveOperationException {
    Class<?> type = Class.forName(className, false, Statements.class.getClassLoader());
    for (Field field : type.getDeclaredFields()) {
      boolean statement = field.getType() == Query.class || field.getType() == PagedQuery.class;
      if (statement && Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        add(field.get(null));
      }
    }
  }

  private void add(Object constant) {
    switch (constant) {
      case Query query -> byName.put(query.name(), query.sql());
      case PagedQuery paged -> add(paged.downwards());
      default -> throw new IllegalStateException(String.valueOf(constant));
    }
  }

  /** The statement of this name; an error where the server has none any more. */
  String sql(String name) {
    String sql = byName.get(name);
    if (sql == null) {
      throw new IllegalArgumentException("the server has no statement called " + name);
    }
    return sql;
  }
}
