/**
 * The bench: measures the real server and, in turn with it, bare programs that do the same work and
 * nothing else. A target is a ratio of the two, so that it says something on any machine.
 */
package org.flashcrowd.bench;
