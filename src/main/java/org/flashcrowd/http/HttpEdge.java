package org.flashcrowd.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import org.flashcrowd.config.Config;

/**
 * What every HTTP verticle of a node shares.
 *
 * @param incoming the directory that uploads are received in; on the file system of the media
 */
public record HttpEdge(
    Config.Http config,
    String publicUrl,
    Routes routes,
    Authenticator authenticator,
    RequestLimits limits,
    MeterRegistry meters,
    Path incoming) {}
