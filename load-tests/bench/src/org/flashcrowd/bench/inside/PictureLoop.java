package org.flashcrowd.bench.inside;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.flashcrowd.bench.run.Proc;

/** Does one thing to pictures on some threads for a while, and counts. */
public final class PictureLoop {
  /** Makes everything that is made of a photo, in this folder. */
  public interface Work {
    void make(Path folder) throws Exception;
  }

  private PictureLoop() {}

  /** Prints pictures a second and CPU milliseconds a picture, without the first quarter. */
  public static void run(Path folder, int threads, int seconds, Work work) throws Exception {
    AtomicLong done = new AtomicLong();
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Path own = folder.resolve("worker" + i);
      running.add(Thread.ofPlatform().daemon().start(() -> loop(own, work, done)));
    }
    long own = ProcessHandle.current().pid();
    TimeUnit.SECONDS.sleep(Math.max(1, seconds / 4));
    long before = done.get();
    double cpu = Proc.cpu(own);
    long started = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    double pictures = Math.max(1, done.get() - before);
    JsonObject result =
        new JsonObject()
            .put("perSecond", pictures / ((System.nanoTime() - started) / 1e9))
            .put("cpuMillis", (Proc.cpu(own) - cpu) * 1e3 / pictures)
            .put("rss", Proc.rss(own));
    System.out.println(result.encode());
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static void loop(Path folder, Work work, AtomicLong done) {
    try {
      while (true) {
        work.make(folder);
        done.incrementAndGet();
      }
    } catch (Exception failure) {
      failure.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
