/** The surge governor: measures how busy this node is, and chooses how far it cuts back. */
@NullMarked
package org.flashcrowd.surge;

import org.jspecify.annotations.NullMarked;
