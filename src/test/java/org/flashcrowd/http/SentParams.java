package org.flashcrowd.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a call that nobody made, for tests of forms. */
public final class SentParams {
  private SentParams() {}

  /** As JSON would bring them: maps, lists, texts, numbers. */
  public static Params of(Map<String, ? extends @Nullable Object> fields) {
    return new Params(new LinkedHashMap<>(fields));
  }
}
