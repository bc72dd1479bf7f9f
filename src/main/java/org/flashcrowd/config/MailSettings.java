package org.flashcrowd.config;

import java.time.Duration;

/**
 * How mail is sent.
 *
 * @param uri the mail server; empty for none
 * @param from the sender's address
 */
public record MailSettings(
    Secret uri, StartTls starttls, String from, @Range(min = "1s", max = "5m") Duration timeout) {
  /** Whether a connection that begins in the clear turns to TLS. */
  public enum StartTls {
    REQUIRED,
    OPTIONAL,
    DISABLED
  }
}
