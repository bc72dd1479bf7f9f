/** Tests of sign-up, sign-in, OAuth 2 and tokens. */
@NullMarked
package org.flashcrowd.auth;

import org.jspecify.annotations.NullMarked;
