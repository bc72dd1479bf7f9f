package org.flashcrowd;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.flashcrowd.cli.RootCommand;
import org.flashcrowd.cli.VersionCommand;
import org.flashcrowd.config.Config;
import org.flashcrowd.observability.LogEnd;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code serve}: PostgreSQL and Redis, the schema, the server, until a signal says stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = {
      "Run the server: start PostgreSQL and Redis where none is configured, migrate, serve.",
      "Ctrl-C or SIGTERM finish what is under way and stop everything."
    })
final class ServeCommand implements Callable<Integer> {
  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Config config = requireNonNull(root).config();
    Node node = new Node(config, requireNonNull(root).file());
    Runtime.getRuntime().addShutdownHook(new Thread(LogEnd.after(node::stop), "stop"));
    node.start();
    announce(config, node.server());
    new CountDownLatch(1).await();
    return 0;
  }

  private void announce(Config config, Server server) {
    PrintWriter out = requireNonNull(spec).commandLine().getOut();
    // Of the JVM and not of the process, which bin/flashcrowd may have been while it built.
    long started = ManagementFactory.getRuntimeMXBean().getStartTime();
    double seconds = (System.currentTimeMillis() - started) / 1e3;
    out.printf(
        Locale.ROOT, "Flashcrowd %s is ready after %.1f s%n", VersionCommand.version(), seconds);
    if (server.port() > 0) {
      out.printf("  %s  for everybody (port %d)%n", config.publicUrl(), server.port());
    }
    out.printf(
        "  http://%s:%d/metrics, /health/ready  for operators%n",
        config.management().host(), server.managementPort());
    out.printf("  data in %s%n", config.dataDir());
    out.flush();
  }
}
