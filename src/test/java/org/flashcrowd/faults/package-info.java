/** The real server as a process of its own, and what becomes of its promises when it is killed. */
@NullMarked
package org.flashcrowd.faults;

import org.jspecify.annotations.NullMarked;
