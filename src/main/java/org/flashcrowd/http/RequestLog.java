package org.flashcrowd.http;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request, when {@code logging.requests} asks for it: method, path, status, time
 * and the request's id.
 *
 * <p>Never the query string, which may carry a token, nor the caller's address. The appender is
 * asynchronous and drops lines rather than make an event loop wait for a slow terminal.
 */
final class RequestLog {
  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

  private final boolean wanted;

  RequestLog(boolean wanted) {
    this.wanted = wanted;
  }

  void answered(Request request, int status, long nanos) {
    answered(request.route(), request.path(), status, nanos, request.id());
  }

  /**
   * @param path without the query string
   */
  void answered(Route route, String path, int status, long nanos, String id) {
    if (wanted && LOG.isInfoEnabled()) {
      LOG.info(
          "{} {} {} {} ms {}",
          route.method(),
          path,
          status,
          String.format(Locale.ROOT, "%.1f", nanos / 1e6),
          id);
    }
  }
}
