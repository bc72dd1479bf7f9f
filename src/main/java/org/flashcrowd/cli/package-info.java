/** The commands of the command line, except the server itself. */
@NullMarked
package org.flashcrowd.cli;

import org.jspecify.annotations.NullMarked;
