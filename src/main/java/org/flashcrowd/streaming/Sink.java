package org.flashcrowd.streaming;

/**
 * The outgoing side of a socket. Used on its event loop only. One that is further behind than
 * {@code streaming.max_buffer} ends itself.
 */
interface Sink {
  void send(Stream stream, Message message);

  /** A sign of life, so that nobody between us takes the connection for dead. */
  void beat();

  /** Ends it; a second call does nothing. */
  void end(Ending why);
}
