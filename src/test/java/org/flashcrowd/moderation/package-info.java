/** Tests of reports and of what moderators do. */
@NullMarked
package org.flashcrowd.moderation;

import org.jspecify.annotations.NullMarked;
