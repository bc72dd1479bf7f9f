/** Reports of members, and what moderators do about them. */
@NullMarked
package org.flashcrowd.moderation;

import org.jspecify.annotations.NullMarked;
