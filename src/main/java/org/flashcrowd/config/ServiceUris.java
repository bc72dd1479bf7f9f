package org.flashcrowd.config;

/** Where this process finds PostgreSQL and Redis, configured or embedded. */
public record ServiceUris(Secret database, Secret redis) {}
