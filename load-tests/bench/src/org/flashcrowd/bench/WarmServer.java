package org.flashcrowd.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.flashcrowd.bench.run.Flashcrowd;
import org.flashcrowd.bench.run.Machine;
import org.flashcrowd.bench.run.World;
import org.flashcrowd.bench.run.Wrk;

/**
 * One server, as it is by default, for all targets that read from it. On one core its JIT compiler
 * would take most of a minute, again for each target; so it is warmed up once, on all cores, and
 * moved to its own before anything counts.
 */
public final class WarmServer implements AutoCloseable {
  private static final int CONNECTIONS = 8;

  private Flashcrowd server;

  /**
   * Starts it, where it does not run yet.
   *
   * @param requests a bit of everything that is going to be asked
   */
  Flashcrowd get(World world, Machine machine, Path requests, Duration warmUp) throws Exception {
    if (server == null) {
      server = start(world, machine, Map.of());
      world.settle(server);
      if (Wrk.INSTALLED) {
        Wrk.get(machine, world, server.pid(), server.base(), requests, warmUp, CONNECTIONS);
      }
      Machine.move(server.pid(), machine.server());
    }
    return server;
  }

  /** On all cores, but with no more threads than it would have on its own. */
  static Flashcrowd start(World world, Machine machine, Map<String, String> settings)
      throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    String options = System.getenv().getOrDefault("FLASHCROWD_JAVA_OPTS", "");
    all.put("FLASHCROWD_JAVA_OPTS", options + " -XX:ActiveProcessorCount=" + machine.serverCores());
    return Flashcrowd.start(world, machine.all(), all);
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
