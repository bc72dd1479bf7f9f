/** Mail: letters that are durable jobs, what they say, and the way to the mail server. */
@NullMarked
package org.flashcrowd.mail;

import org.jspecify.annotations.NullMarked;
