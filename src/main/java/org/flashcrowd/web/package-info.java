/** What browsers are shown: page templates, the stylesheet, and how they are served. */
@NullMarked
package org.flashcrowd.web;

import org.jspecify.annotations.NullMarked;
