/** The reference of the API: its OpenAPI document, and a page of it that people can read. */
@NullMarked
package org.flashcrowd.reference;

import org.jspecify.annotations.NullMarked;
