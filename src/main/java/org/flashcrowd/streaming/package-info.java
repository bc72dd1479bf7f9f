/** Live events to whoever is connected: WebSockets and streams of server-sent events. */
@NullMarked
package org.flashcrowd.streaming;

import org.jspecify.annotations.NullMarked;
