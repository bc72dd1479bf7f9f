/** Who is calling, and how they came to be trusted: sign-up, sign-in, OAuth 2 and its tokens. */
@NullMarked
package org.flashcrowd.auth;

import org.jspecify.annotations.NullMarked;
