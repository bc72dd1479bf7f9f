package org.flashcrowd.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation of which the bench writes a part, between two comments: {@code <!--
 * bench NAME -->} and {@code <!-- /bench NAME -->}. The rest is written by hand and stays.
 */
public final class Document {
  private static final Pattern EXPLANATION = Pattern.compile("(?m)^- \\*\\*(P\\d+)\\*\\*:? (.+)$");

  private final Path file;

  public Document(Path file) {
    this.file = file;
  }

  public void write(String part, String text) throws IOException {
    String open = "<!-- bench " + part + " -->";
    String close = "<!-- /bench " + part + " -->";
    String page = Files.readString(file);
    int from = page.indexOf(open);
    int to = page.indexOf(close);
    if (from < 0 || to < from) {
      throw new IOException(file + " has no place for " + part);
    }
    String before = page.substring(0, from + open.length());
    Files.writeString(file, before + "\n\n" + text.strip() + "\n\n" + page.substring(to));
  }

  /** Lines such as "- **P4** the reason …", by target. */
  public Map<String, String> explanations() throws IOException {
    Map<String, String> found = new TreeMap<>();
    Matcher line = EXPLANATION.matcher(Files.readString(file));
    while (line.find()) {
      found.put(line.group(1), line.group(2));
    }
    return found;
  }
}
