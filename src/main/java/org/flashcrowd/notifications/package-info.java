/**
 * What others did that concerns somebody: stored, coalesced, listed; and how far they have read.
 */
@NullMarked
package org.flashcrowd.notifications;

import org.jspecify.annotations.NullMarked;
