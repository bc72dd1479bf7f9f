package org.flashcrowd.portability;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values (RFC 4180). */
final class Csv {
  private Csv() {}

  /** One line with its end. */
  static String line(String... cells) {
    StringBuilder line = new StringBuilder();
    for (String cell : cells) {
      line.append(line.isEmpty() ? "" : ",").append(quoted(cell));
    }
    return line.append('\n').toString();
  }

  private static String quoted(String cell) {
    return cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }

  /** Reads lines, at most {@code most}; empty ones are left out. */
  static List<List<String>> read(String text, int most) {
    List<List<String>> lines = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int at = 0; at < text.length() && lines.size() < most; at++) {
      char c = text.charAt(at);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
          cell.append('"');
          at++;
        } else {
          quoted = false;
        }
      } else if (c == '"' && cell.isEmpty()) {
        quoted = true;
      } else if (c == ',') {
        end(cells, cell);
      } else if (c == '\n' || c == '\r') {
        end(cells, cell);
        cells = keep(lines, cells);
      } else {
        cell.append(c);
      }
    }
    end(cells, cell);
    if (lines.size() < most) {
      keep(lines, cells);
    }
    return lines;
  }

  private static void end(List<String> cells, StringBuilder cell) {
    cells.add(cell.toString());
    cell.setLength(0);
  }

  private static List<String> keep(List<List<String>> lines, List<String> cells) {
    if (cells.stream().anyMatch(cell -> !cell.isBlank())) {
      lines.add(cells);
    }
    return new ArrayList<>();
  }
}
