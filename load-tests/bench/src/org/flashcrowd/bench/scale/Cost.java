package org.flashcrowd.bench.scale;

/**
 * What one unit of each work costs, from the last run of its target.
 *
 * @param server microseconds of CPU of the server, or of its workers
 * @param postgres microseconds of CPU of PostgreSQL
 * @param from the program whose figures these are
 */
record Cost(double server, double postgres, String from) {}
