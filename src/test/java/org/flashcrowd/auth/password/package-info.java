/** Tests of password hashing. */
@NullMarked
package org.flashcrowd.auth.password;

import org.jspecify.annotations.NullMarked;
