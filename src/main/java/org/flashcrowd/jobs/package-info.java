/** The durable queue of background work, dispatched over the event bus. */
@NullMarked
package org.flashcrowd.jobs;

import org.jspecify.annotations.NullMarked;
