package org.flashcrowd.media.storage;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of worker threads on an event loop, and answers them on their own context. A
 * worker that is busy with pixels would not turn to the next piece of a body before it is done, and
 * the storage would give the connection up.
 */
final class EventLoopStorage extends StorageDecorator {
  private final Context loop;

  /**
   * @param loop of an event loop
   */
  EventLoopStorage(Context loop, ObjectStorage next) {
    super(next);
    this.loop = loop;
  }

  @Override
  <T> Future<T> around(String operation, Supplier<Future<T>> call) {
    Context caller = Vertx.currentContext();
    if (caller != null && caller.isEventLoopContext()) {
      return call.get();
    }
    Promise<T> answer = Promise.promise();
    loop.runOnContext(turn -> call.get().onComplete(done -> back(caller, answer, done)));
    return answer.future();
  }

  private static <T> void back(@Nullable Context caller, Promise<T> answer, AsyncResult<T> done) {
    if (caller == null) {
      answer.handle(done);
    } else {
      caller.runOnContext(turn -> answer.handle(done));
    }
  }
}
