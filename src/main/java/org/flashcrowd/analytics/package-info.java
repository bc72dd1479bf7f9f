/** What people look at: taken in as events, in large numbers, and counted. */
@NullMarked
package org.flashcrowd.analytics;

import org.jspecify.annotations.NullMarked;
