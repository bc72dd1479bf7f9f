/**
 * The HTTP edge: routes, parameters, replies, failures, the server verticle and the management
 * port.
 */
@NullMarked
package org.flashcrowd.http;

import org.jspecify.annotations.NullMarked;
