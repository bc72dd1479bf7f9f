/** What an operator tells everybody, and how people react to it. */
@NullMarked
package org.flashcrowd.announcements;

import org.jspecify.annotations.NullMarked;
