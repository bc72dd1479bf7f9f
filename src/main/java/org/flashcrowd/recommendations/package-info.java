/** Shows people what they did not ask for by name: what is popular, and whom to follow. */
@NullMarked
package org.flashcrowd.recommendations;

import org.jspecify.annotations.NullMarked;
