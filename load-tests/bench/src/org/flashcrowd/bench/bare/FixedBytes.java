package org.flashcrowd.bench.bare;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends the same bytes to everybody: {@code FixedBytes FILE}. What HTTP itself costs. */
public final class FixedBytes {
  private FixedBytes() {}

  public static void main(String[] arguments) throws Exception {
    Buffer body = Buffer.buffer(Files.readAllBytes(Path.of(arguments[0])));
    BareHttp.serve(BareHttp.vertx(), () -> request -> Future.succeededFuture(body));
  }
}
