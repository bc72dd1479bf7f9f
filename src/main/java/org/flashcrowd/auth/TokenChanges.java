package org.flashcrowd.auth;

import java.util.HexFormat;
import java.util.function.Consumer;
import org.flashcrowd.db.Channels;

/**
 * Tells, on every node and as it commits, which token may speak for somebody else, or nobody, from
 * now on: it was revoked, its account was suspended, given another role, deleted (V4).
 */
public final class TokenChanges {
  private static final String CHANNEL = "access_token";

  private TokenChanges() {}

  /** What a token is called here, and nowhere else: it cannot be used as one. */
  public static String fingerprint(String token) {
    return HexFormat.of().formatHex(Secrets.hash(token));
  }

  /**
   * Listens to changes.
   *
   * @param changed called with a token's fingerprint
   * @param gap called when changes may have been missed
   */
  public static void listen(Channels channels, Consumer<String> changed, Runnable gap) {
    channels.listen(CHANNEL, changed);
    channels.onGap(CHANNEL, gap);
  }
}
