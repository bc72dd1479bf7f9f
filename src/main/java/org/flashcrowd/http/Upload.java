package org.flashcrowd.http;

import java.nio.file.Path;

/**
 * A file that came with a call, received into a temporary file that is deleted when the call ends
 * (unless it was moved away).
 *
 * @param field the form field it came in
 * @param file where it is; its name has nothing to do with what the client called it
 * @param bytes its length
 * @param sha256 64 hexadecimal digits, computed while it was received
 */
public record Upload(String field, Path file, long bytes, String sha256) {}
