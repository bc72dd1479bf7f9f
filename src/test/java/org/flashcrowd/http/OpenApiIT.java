package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flashcrowd.testing.Contract;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;

/** The document and the route table say the same. Answers are checked in every test's client. */
class OpenApiIT {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  @Test
  void document_everyRoute_isDescribedAndExists() {
    Set<String> routes;
    try (TestServer server = TestServer.start()) {
      routes =
          server.server().routes().all().stream()
              .map(OpenApiIT::name)
              .collect(Collectors.toCollection(TreeSet::new));
    }

    assertThat(described().keySet()).containsExactlyInAnyOrderElementsOf(routes);
  }

  @Test
  void document_everyOperation_hasItsOwnIdAndTag() {
    List<String> ids = new ArrayList<>();
    described()
        .forEach(
            (name, operation) -> {
              assertThat(operation.path("operationId").asText()).as(name).isNotBlank();
              assertThat(operation.path("tags")).as(name).isNotEmpty();
              ids.add(operation.path("operationId").asText());
            });

    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void document_isValidOpenApi() {
    var parsed = new OpenAPIV3Parser().readLocation("openapi.yaml", null, null);

    assertThat(parsed.getMessages()).isEmpty();
  }

  private static String name(Route route) {
    String path = route.path().replaceAll(":(\\w+)", "{$1}").replace("*", "{path}");
    return route.method().name().toLowerCase(Locale.ROOT) + " " + path;
  }

  private static Map<String, JsonNode> described() {
    Map<String, JsonNode> operations = new java.util.TreeMap<>();
    Contract.DOCUMENT
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(operation -> METHODS.contains(operation.getKey()))
                    .forEach(
                        operation ->
                            operations.put(
                                operation.getKey() + " " + path.getKey(), operation.getValue())));
    return operations;
  }
}
