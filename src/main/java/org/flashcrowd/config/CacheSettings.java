package org.flashcrowd.config;

import java.time.Duration;

/**
 * What is kept in memory and in Redis.
 *
 * @param memory for all of it, in bytes
 * @param shared whether nodes share some of it by way of Redis
 * @param pages how long an answer to people who are not signed in is fresh; zero for not at all
 * @param pagesMaxStale how much longer it may be given out when there is no newer one to be had
 */
public record CacheSettings(
    @Range(min = "1MB", max = "64GB") long memory,
    boolean shared,
    @Range(min = "0s", max = "1m") Duration pages,
    @Range(min = "0s", max = "1d") Duration pagesMaxStale) {}
