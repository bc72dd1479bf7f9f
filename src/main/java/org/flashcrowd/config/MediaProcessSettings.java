package org.flashcrowd.config;

/**
 * The process that works on pictures beside the server, where {@code media.process} is separate.
 *
 * @param heap of its Java, in bytes
 * @param maxMemory of the machine's memory, all told, in bytes; 0 for no limit
 * @param managementPort for its metrics and health; 0 for a free one
 */
public record MediaProcessSettings(
    @Range(min = "64MB", max = "1000GB") long heap,
    @Range(min = "0", max = "1000GB") long maxMemory,
    @Range(min = "0", max = "65535") int managementPort) {}
