/** Who is here: profiles, their pictures and how clients see them. */
@NullMarked
package org.flashcrowd.accounts;

import org.jspecify.annotations.NullMarked;
