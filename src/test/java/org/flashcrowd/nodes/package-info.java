/** Several nodes of one site: behind a balancer, in roles of their own, replaced one by one. */
@NullMarked
package org.flashcrowd.nodes;

import org.jspecify.annotations.NullMarked;
