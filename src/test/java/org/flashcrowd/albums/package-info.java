@NullMarked
package org.flashcrowd.albums;

import org.jspecify.annotations.NullMarked;
