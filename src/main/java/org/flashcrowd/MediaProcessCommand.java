package org.flashcrowd;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.cli.RootCommand;
import org.flashcrowd.cli.VersionCommand;
import org.flashcrowd.config.Config;
import org.flashcrowd.observability.LogEnd;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code media-process}: what {@link MediaProcess} starts. It works until its standard input ends,
 * and gives a sign of life on its standard output as long as its event loop turns.
 */
@Command(
    name = MediaProcessCommand.NAME,
    hidden = true,
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = "Work on pictures beside a server, which starts this by itself.")
final class MediaProcessCommand implements Callable<Integer> {
  static final String NAME = "media-process";

  private static final Logger LOG = LoggerFactory.getLogger(MediaProcessCommand.class);
  private static final long SIGN_MILLIS = 500;
  private static final long FAREWELL_SECONDS = 14;

  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  private final CountDownLatch over = new CountDownLatch(1);

  @Override
  public Integer call() throws Exception {
    Config config = requireNonNull(root).config();
    Node node = new Node(config, null);
    Thread.ofPlatform().daemon().name("server-watch").start(this::awaitEndOfInput);
    Runtime.getRuntime().addShutdownHook(new Thread(LogEnd.after(node::stop), "stop"));
    node.start();
    LOG.info(
        "working on pictures for the server; metrics on port {}", node.server().managementPort());
    PrintWriter out = requireNonNull(spec).commandLine().getOut();
    node.server()
        .vertx()
        .setPeriodic(
            SIGN_MILLIS,
            turn -> {
              out.println("alive");
              out.flush();
            });
    while (!over.await(SIGN_MILLIS, TimeUnit.MILLISECONDS)) {
      if (pictureHangs(node.server())) {
        return leave(node, MediaProcess.HANGS);
      }
    }
    return leave(node, 0);
  }

  private static boolean pictureHangs(Server server) {
    Gauge hanging = server.meters().find("flashcrowd.media.hanging").gauge();
    return hanging != null && hanging.value() > 0;
  }

  /** The server holds the other end, and has died when it lets go. */
  private void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        LOG.debug("the server says something");
      }
    } catch (IOException broken) {
      LOG.debug("the server is gone", broken);
    }
    over.countDown();
    // Whatever happens: the server may be gone, and another one about to start.
    dieIn(FAREWELL_SECONDS);
  }

  private static void dieIn(long seconds) {
    Thread.ofPlatform()
        .daemon()
        .name("farewell")
        .start(
            () -> {
              try {
                new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(1);
            });
  }

  /** Finishes the other pictures. A thread that hangs in native code would hold up an exit. */
  private static int leave(Node node, int code) {
    dieIn(FAREWELL_SECONDS);
    node.stop();
    Runtime.getRuntime().halt(code);
    return code;
  }
}
