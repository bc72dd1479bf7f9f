package org.flashcrowd.media.storage;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * The bytes of an object on their way: paused until somebody reads them.
 *
 * @param length how many will come
 * @param cancel lets go of the connection before the end; must be called when they are not read
 */
public record ObjectBody(long length, ReadStream<Buffer> stream, Runnable cancel) {}
