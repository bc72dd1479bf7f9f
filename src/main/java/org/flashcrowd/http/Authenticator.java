package org.flashcrowd.http;

import io.vertx.core.Future;
import java.util.Optional;

/** Tells whom a bearer token speaks for. */
@FunctionalInterface
public interface Authenticator {
  /** Empty when the token is unknown or revoked; fails when that cannot be found out. */
  Future<Optional<Caller>> authenticate(String token);
}
