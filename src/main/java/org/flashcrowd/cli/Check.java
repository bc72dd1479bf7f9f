package org.flashcrowd.cli;

/**
 * What {@code doctor} found out about one thing.
 *
 * @param detail what is there
 * @param advice what to do; empty where all is well
 */
record Check(String subject, State state, String detail, String advice) {
  enum State {
    OK,
    NOTE,
    BROKEN
  }

  static Check ok(String subject, String detail) {
    return new Check(subject, State.OK, detail, "");
  }

  /** It works, less well than it could. */
  static Check note(String subject, String detail, String advice) {
    return new Check(subject, State.NOTE, detail, advice);
  }

  static Check broken(String subject, String detail, String advice) {
    return new Check(subject, State.BROKEN, detail, advice);
  }
}
