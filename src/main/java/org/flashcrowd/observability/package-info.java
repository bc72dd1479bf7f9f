/** Metrics, health and the request log. */
@NullMarked
package org.flashcrowd.observability;

import org.jspecify.annotations.NullMarked;
