/** Tags: followed, featured on profiles, and how often they are used. */
@NullMarked
package org.flashcrowd.tags;

import org.jspecify.annotations.NullMarked;
