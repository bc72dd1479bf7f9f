/** Hashing passwords with Argon2id, on worker threads and never more at once than configured. */
@NullMarked
package org.flashcrowd.auth.password;

import org.jspecify.annotations.NullMarked;
