package org.flashcrowd.accounts;

/** How much a profile holds. Texts are counted in characters (code points). */
public final class ProfileLimits {
  public static final int DISPLAY_NAME = 30;
  public static final int NOTE = 500;
  public static final int FIELDS = 4;

  /** Tags that a profile shows. */
  public static final int FEATURED_TAGS = 10;

  /** Of a field's name, and of its value. */
  public static final int FIELD = 255;

  private ProfileLimits() {}
}
