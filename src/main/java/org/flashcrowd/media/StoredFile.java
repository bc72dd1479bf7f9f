package org.flashcrowd.media;

import org.flashcrowd.http.Reply;

/** A file in the store, ready to be sent. */
interface StoredFile {
  /** Its length. */
  long bytes();

  /** An answer with a part of it. */
  Reply reply(int status, String contentType, long offset, long length);
}
