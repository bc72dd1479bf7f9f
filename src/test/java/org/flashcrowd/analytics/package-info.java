@NullMarked
package org.flashcrowd.analytics;

import org.jspecify.annotations.NullMarked;
