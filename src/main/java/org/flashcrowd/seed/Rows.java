package org.flashcrowd.seed;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Streams rows into one table by COPY, in PostgreSQL's text format. */
final class Rows implements AutoCloseable {
  private static final int FLUSH_BYTES = 1 << 18;

  private final CopyIn copy;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream(FLUSH_BYTES * 2);
  private final StringBuilder line = new StringBuilder(256);
  private boolean finished;

  private Rows(CopyIn copy) {
    this.copy = copy;
  }

  /** Rows of {@code target}, such as {@code follow (account_id, target_id, id)}. */
  static Rows into(Connection connection, String target) throws SQLException {
    return new Rows(
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + target + " FROM STDIN"));
  }

  void add(@Nullable Object... values) throws SQLException {
    line.setLength(0);
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        line.append('\t');
      }
      append(values[i]);
    }
    line.append('\n');
    pending.writeBytes(line.toString().getBytes(StandardCharsets.UTF_8));
    if (pending.size() >= FLUSH_BYTES) {
      flush();
    }
  }

  private void append(@Nullable Object value) {
    if (value == null) {
      line.append("\\N");
      return;
    }
    String text = value.toString();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> line.append("\\\\");
        case '\n' -> line.append("\\n");
        case '\t' -> line.append("\\t");
        case '\r' -> line.append("\\r");
        default -> line.append(c);
      }
    }
  }

  private void flush() throws SQLException {
    byte[] bytes = pending.toByteArray();
    copy.writeToCopy(bytes, 0, bytes.length);
    pending.reset();
  }

  /** Sends what is pending and ends the COPY. */
  void finish() throws SQLException {
    flush();
    copy.endCopy();
    finished = true;
  }

  /** Abandons a COPY that was not finished. */
  @Override
  public void close() throws SQLException {
    if (!finished && copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
