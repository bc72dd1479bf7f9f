package org.flashcrowd.mail;

import io.vertx.core.Future;
import io.vertx.ext.mail.MailMessage;

/** The way that letters take. */
interface Delivery {
  /**
   * Hands a message over.
   *
   * @param again whether that was tried before
   * @return fails with a permanent {@link org.flashcrowd.jobs.JobFailure} when it will never be
   *     taken, with anything else when it may be later
   */
  Future<Void> deliver(MailMessage message, boolean again);
}
