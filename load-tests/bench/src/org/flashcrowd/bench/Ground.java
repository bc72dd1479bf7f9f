package org.flashcrowd.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.bench.load.Load;
import org.flashcrowd.bench.run.Child;
import org.flashcrowd.bench.run.Flashcrowd;
import org.flashcrowd.bench.run.Machine;
import org.flashcrowd.bench.run.Proc;
import org.flashcrowd.bench.run.Rounds;
import org.flashcrowd.bench.run.Sample;
import org.flashcrowd.bench.run.World;
import org.flashcrowd.bench.run.Wrk;

/** What a target is measured on. */
public record Ground(Options options, Machine machine, World world, WarmServer warmServer) {
  Ground(Options options, Machine machine, World world) {
    this(options, machine, world, new WarmServer());
  }

  /** Requests under way at once, as the limits of performance.md were found with. */
  public static final int CONNECTIONS = 64;

  /** The same in another data set. */
  public Ground in(World other) {
    return new Ground(options, machine, other);
  }

  /**
   * The server that some targets share, which has seen such requests.
   *
   * @param requests a bit of everything that those targets ask
   */
  public Flashcrowd warm(Path requests) throws Exception {
    return warmServer.get(world, machine, requests, options.jitTime());
  }

  /** The server on its cores, with the home feeds of those who ask built. */
  public Flashcrowd server() throws Exception {
    return server(Map.of());
  }

  public Flashcrowd server(Map<String, String> settings) throws Exception {
    return Flashcrowd.start(world, machine.server(), settings);
  }

  /** What is asked of a server until it is warm. */
  @FunctionalInterface
  public interface WarmUp {
    void ask(Flashcrowd server, int seconds) throws Exception;
  }

  /** A server that is warmed up on all cores, and then moved to its own. */
  public Flashcrowd server(Map<String, String> settings, WarmUp asking) throws Exception {
    Flashcrowd server = WarmServer.start(world, machine, settings);
    try {
      world.settle(server);
      asking.ask(server, (int) options.jitTime().toSeconds() / 3);
      Machine.move(server.pid(), machine.server());
      return server;
    } catch (Exception failed) {
      server.close();
      throw failed;
    }
  }

  /** A bare program in the server's place. */
  public Child bare(Class<?> program, Object... arguments) throws IOException {
    return Child.start(machine.server(), program, arguments);
  }

  /** Programs to be measured in turn. */
  public Rounds rounds() {
    return new Rounds(options.warmUp());
  }

  /** Reads from the server, a window long. */
  public Rounds.Window reads(Flashcrowd server, Path requests) {
    return reads(server.pid(), server.base(), requests);
  }

  /** Reads from a bare server, a window long. */
  public Rounds.Window reads(Child bare, int port, Path requests) {
    return reads(bare.pid(), "http://127.0.0.1:" + port, requests);
  }

  private Rounds.Window reads(long pid, String base, Path requests) {
    return () -> reads(pid, base, requests, CONNECTIONS);
  }

  /** One window of reads over so many connections, by wrk where there is one. */
  public Sample reads(long pid, String base, Path requests, int connections)
      throws IOException, InterruptedException {
    if (Wrk.INSTALLED) {
      Duration window = Duration.ofSeconds(options.window());
      return Wrk.get(machine, world, pid, base, requests, window, connections);
    }
    try (Child load = load("get", pid, base, requests, connections, 0, options.window())) {
      return answer(load, pid);
    }
  }

  /**
   * The bench's own generator, on its cores.
   *
   * @param what get, post or upload
   * @param pid of the server that is asked
   * @param rate requests a second; 0 for as many as are answered
   * @param seconds that count
   * @param photo what is uploaded, if anything is
   */
  public Child load(
      String what,
      long pid,
      String base,
      Path requests,
      int connections,
      double rate,
      int seconds,
      Path... photo)
      throws IOException {
    List<Object> arguments =
        new ArrayList<>(
            List.of(what, base, requests, connections, rate, seconds, pid, world.postmaster()));
    arguments.addAll(List.of(photo));
    return Child.start(machine.generator(), Load.class, arguments.toArray());
  }

  /** What a generator, or a bare program that needs none, found and counted. */
  public static Sample answer(Child program, long pid) throws IOException, InterruptedException {
    JsonObject answer = program.answer();
    double units = Math.max(1, answer.getDouble("units"));
    return new Sample(
        units / answer.getDouble("seconds"),
        answer.getDouble("p50"),
        answer.getDouble("p99"),
        answer.getDouble("cpu") * 1e6 / units,
        answer.getDouble("postgres") * 1e6 / units,
        Proc.rss(pid),
        answer.getLong("failed"));
  }

  public Path requests(String name, List<String> lines) throws IOException {
    return Wrk.requests(world.folder(), name, lines);
  }

  /** Waits until the queue of jobs is empty; what is left after {@code patience} is dropped. */
  public void drain(Duration patience) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (world.number("SELECT count(*) FROM job WHERE state <> 'scheduled'") > 0
        && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    world.run("DELETE FROM job WHERE state IN ('available', 'parked')");
  }
}
