/** What people take with them when they leave, and bring along when they come. */
@NullMarked
package org.flashcrowd.portability;

import org.jspecify.annotations.NullMarked;
