package org.flashcrowd.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.config.Config;
import org.junit.jupiter.api.Test;

/** The manifests say what the server does. */
class KubernetesTest {
  private static final Path FILE = Path.of("conf/kubernetes/flashcrowd.yaml");
  private static final int UNDER_WAY_SECONDS = 40;

  private static List<JsonNode> documents(String kind) throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    List<JsonNode> documents =
        yaml.readerFor(JsonNode.class).<JsonNode>readValues(FILE.toFile()).readAll();
    return documents.stream().filter(one -> one.path("kind").asText().equals(kind)).toList();
  }

  /** What a deployment's container is configured with. */
  private static Config config(JsonNode container) throws IOException {
    Map<String, String> environment = new HashMap<>();
    documents("ConfigMap")
        .getFirst()
        .path("data")
        .properties()
        .forEach(one -> environment.put(one.getKey(), one.getValue().asText()));
    container
        .path("env")
        .forEach(one -> environment.put(one.path("name").asText(), one.path("value").asText()));
    environment.put("FLASHCROWD_DATABASE_URI", "postgresql://flashcrowd:x@postgres/flashcrowd");
    environment.put("FLASHCROWD_REDIS_URI", "redis://redis");
    return Config.load(null, environment);
  }

  private static JsonNode container(JsonNode deployment) {
    return deployment.at("/spec/template/spec/containers/0");
  }

  private static int port(JsonNode container, String name) {
    for (JsonNode port : container.path("ports")) {
      if (port.path("name").asText().equals(name)) {
        return port.path("containerPort").asInt();
      }
    }
    return -1;
  }

  @Test
  void deployments_portsAndPaths_areTheServersOwn() throws IOException {
    for (JsonNode deployment : documents("Deployment")) {
      JsonNode container = container(deployment);
      Config config = config(container);

      assertThat(port(container, "management")).isEqualTo(config.management().port());
      assertThat(config.management().host()).isEqualTo("0.0.0.0");
      assertThat(port(container, "http"))
          .isEqualTo(config.plays(Config.Role.HTTP) ? config.http().port() : -1);
      assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
      assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    }
  }

  @Test
  void deployments_roles_areEachPlayedOnce() throws IOException {
    List<Config.Role> roles = new ArrayList<>();
    for (JsonNode deployment : documents("Deployment")) {
      roles.addAll(config(container(deployment)).roles());
    }
    assertThat(roles).containsExactlyInAnyOrderElementsOf(Arrays.asList(Config.Role.values()));
  }

  @Test
  void deployments_stop_isLongEnoughForTheDrain() throws IOException {
    for (JsonNode deployment : documents("Deployment")) {
      JsonNode container = container(deployment);
      long notice = config(container).drain().notice().toSeconds();
      JsonNode probe = container.path("readinessProbe");

      assertThat(deployment.at("/spec/template/spec/terminationGracePeriodSeconds").asLong())
          .isGreaterThanOrEqualTo(notice + UNDER_WAY_SECONDS);
      if (port(container, "http") > 0) {
        assertThat(notice)
            .isGreaterThan(
                probe.path("periodSeconds").asLong() * probe.path("failureThreshold").asLong());
      }
    }
  }
}
