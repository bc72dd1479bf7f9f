/** Tests of notifications against real services. */
@NullMarked
package org.flashcrowd.notifications;

import org.jspecify.annotations.NullMarked;
