package org.flashcrowd.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.RedisSettings.Mode;
import org.flashcrowd.config.Secret;
import org.flashcrowd.dev.RedisProcess;

/** Several Redis processes that are one: a master that sentinels watch, or a cluster. */
public final class RedisFleet implements AutoCloseable {
  private static final String MASTER = "photos";
  private static final int SLOTS = 16_384;

  private final Mode mode;
  private final List<RedisProcess> servers;
  private final List<RedisProcess> doors;

  private RedisFleet(Mode mode, List<RedisProcess> servers, List<RedisProcess> doors) {
    this.mode = mode;
    this.servers = servers;
    this.doors = doors;
  }

  /** One alone, a master with a replica and three sentinels, or {@link #cluster}. */
  public static RedisFleet start(Path folder, Mode mode) {
    return switch (mode) {
      case STANDALONE -> standalone(folder);
      case SENTINEL -> sentinels(folder);
      case CLUSTER -> cluster(folder);
    };
  }

  private static RedisFleet standalone(Path folder) {
    List<RedisProcess> only =
        List.of(RedisProcess.start(folder.resolve("one"), RedisProcess.freePort(), ""));
    return new RedisFleet(Mode.STANDALONE, only, only);
  }

  private static RedisFleet sentinels(Path folder) {
    RedisProcess master = RedisProcess.start(folder.resolve("master"), RedisProcess.freePort(), "");
    RedisProcess replica =
        RedisProcess.start(
            folder.resolve("replica"),
            RedisProcess.freePort(),
            "replicaof 127.0.0.1 " + master.port());
    replica.until(() -> replica.call("INFO replication").contains("master_link_status:up"));
    List<RedisProcess> sentinels = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sentinels.add(
          RedisProcess.sentinel(
              folder.resolve("sentinel" + i), RedisProcess.freePort(), MASTER, master.port()));
    }
    sentinels.forEach(one -> one.until(() -> knowsEverybody(one)));
    return new RedisFleet(Mode.SENTINEL, List.of(master, replica), sentinels);
  }

  private static boolean knowsEverybody(RedisProcess sentinel) {
    return sentinel.call("INFO sentinel").contains("status=ok,")
        && sentinel.call("INFO sentinel").contains("slaves=1,sentinels=3");
  }

  /** Three masters, the first of which has a replica. */
  private static RedisFleet cluster(Path folder) {
    List<RedisProcess> nodes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      nodes.add(
          RedisProcess.start(
              folder.resolve("node" + i),
              RedisProcess.freePort(),
              """
              cluster-enabled yes
              cluster-node-timeout 1500
              cluster-port %d
              """
                  .formatted(RedisProcess.freePort())));
    }
    for (int i = 0; i < 3; i++) {
      RedisProcess node = nodes.get(i);
      node.call("CLUSTER SET-CONFIG-EPOCH " + (i + 1));
      node.call("CLUSTER ADDSLOTSRANGE %d %d".formatted(i * SLOTS / 3, (i + 1) * SLOTS / 3 - 1));
    }
    nodes.stream().skip(1).forEach(node -> nodes.getFirst().call("CLUSTER MEET " + address(node)));
    nodes.forEach(node -> node.until(() -> isWhole(node)));
    RedisProcess replica = nodes.get(3);
    String id = nodes.getFirst().call("CLUSTER MYID").split("\r\n")[2];
    replica.until(() -> replica.call("CLUSTER REPLICATE " + id).equals("+OK\r\n+OK\r\n"));
    replica.until(() -> replica.call("INFO replication").contains("master_link_status:up"));
    nodes.forEach(node -> node.until(() -> node.call("CLUSTER NODES").contains("slave ")));
    return new RedisFleet(Mode.CLUSTER, nodes, nodes.subList(0, 3));
  }

  private static String address(RedisProcess node) {
    String port = node.call("CONFIG GET cluster-port").split("\r\n")[5];
    return "127.0.0.1 " + node.port() + " " + port;
  }

  private static boolean isWhole(RedisProcess node) {
    String info = node.call("CLUSTER INFO");
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:4");
  }

  /**
   * Its servers: of sentinels, the first master and its replica; of a cluster, three masters and a
   * replica of the first.
   */
  public RedisProcess server(int number) {
    return servers.get(number);
  }

  /** Where one of them, or of the sentinels, is. */
  public Secret uri() {
    return new Secret(
        "redis://:%s@127.0.0.1:%d".formatted(RedisProcess.PASSWORD, doors.getFirst().port()));
  }

  /** How to reach it, as variables. */
  public Map<String, String> settings() {
    return Map.of(
        "FLASHCROWD_REDIS_URI",
        uri().value(),
        "FLASHCROWD_REDIS_MODE",
        mode.name(),
        "FLASHCROWD_REDIS_MASTER",
        MASTER,
        "FLASHCROWD_REDIS_NODES",
        doors.stream()
            .skip(1)
            .map(door -> "127.0.0.1:" + door.port())
            .collect(Collectors.joining(",")));
  }

  public Config config() {
    return Config.load(null, settings());
  }

  @Override
  public void close() {
    doors.forEach(RedisProcess::close);
    servers.forEach(RedisProcess::close);
  }
}
