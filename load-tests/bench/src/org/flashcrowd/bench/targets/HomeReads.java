package org.flashcrowd.bench.targets;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.flashcrowd.bench.Ground;
import org.flashcrowd.bench.run.Child;
import org.flashcrowd.bench.run.Flashcrowd;
import org.flashcrowd.bench.run.Sample;

/** Home timelines from one node, or from several at once. */
public final class HomeReads {
  static final int A_SECOND = 300;

  private HomeReads() {}

  /** The median of windows in which a node is asked at a rate far below what it can answer. */
  static Sample atARate(Ground ground, Flashcrowd node) throws Exception {
    Path requests = Pages.signedIn(ground, "home", Pages.HOME);
    List<Sample> windows = new ArrayList<>();
    for (int i = 0; i < ground.options().ratedWindows(); i++) {
      try (Child load =
          ground.load(
              "get",
              node.pid(),
              node.base(),
              requests,
              Ground.CONNECTIONS,
              A_SECOND,
              ground.options().window())) {
        windows.add(Ground.answer(load, node.pid()));
      }
    }
    return Sample.median(windows);
  }

  /** The median of a node's windows, once its readers' feeds are built. */
  public static Sample measure(Ground ground, Flashcrowd node) throws Exception {
    return together(ground, List.of(node));
  }

  /** The median of windows in which all of the nodes are asked. */
  public static Sample together(Ground ground, List<Flashcrowd> nodes) throws Exception {
    ground.world().settle(nodes.getFirst());
    Path requests = Pages.signedIn(ground, "home", Pages.HOME);
    return ground
        .rounds()
        .with("nodes", () -> window(ground, nodes, requests))
        .run(ground.options().rounds())
        .medians()
        .get("nodes");
  }

  /** One window: connections are shared out among the nodes, and so is PostgreSQL's CPU. */
  static Sample window(Ground ground, List<Flashcrowd> nodes, Path requests) {
    List<CompletableFuture<Sample>> windows = new ArrayList<>();
    int connections = Ground.CONNECTIONS / nodes.size();
    for (Flashcrowd node : nodes) {
      windows.add(CompletableFuture.supplyAsync(() -> read(ground, node, requests, connections)));
    }
    List<Sample> samples = windows.stream().map(CompletableFuture::join).toList();
    double together = samples.stream().mapToDouble(Sample::perSecond).sum();
    Sample first = samples.getFirst();
    return new Sample(
        together,
        samples.stream().mapToDouble(Sample::p50).max().orElse(0),
        samples.stream().mapToDouble(Sample::p99).max().orElse(0),
        samples.stream().mapToDouble(each -> each.cpu() * each.perSecond()).sum() / together,
        // Each window saw all that PostgreSQL did, for every node.
        first.postgres() * first.perSecond() / together,
        samples.stream().mapToDouble(Sample::rss).sum(),
        samples.stream().mapToLong(Sample::failed).sum());
  }

  private static Sample read(Ground ground, Flashcrowd node, Path requests, int connections) {
    try {
      return ground.reads(node.pid(), node.base(), requests, connections);
    } catch (Exception failure) {
      throw new CompletionException(failure);
    }
  }
}
