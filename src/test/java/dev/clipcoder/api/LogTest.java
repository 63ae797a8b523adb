package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.testing.ServiceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the real process writes while it is used, as in a container. */
class LogTest {

  @TempDir
  Path directory;

  @Test
  void log_isJson_withTheRequest_andWithoutWhatUsersSay() throws IOException, InterruptedException {
    String log;
    try (ServiceProcess service = ServiceProcess.start(
            directory, "--logging.structured.format.console=ecs")
        .awaitReady()) {
      Http http = new Http(service.uri("/"));
      new Tour(http).run();
      http.send(
          "PUT",
          "/label-sets/" + Tour.ID,
          "{\"classes\": [\"cat\"]}".getBytes(StandardCharsets.UTF_8),
          "application/json",
          "X-Request-Id",
          "request-of-the-test");
      service.terminate();
      assertThat(service.awaitExit()).isZero();
      log = service.log();
    }
    assertThat(log).doesNotContainIgnoringCase(Tour.CONTENT);
    JsonMapper json = new JsonMapper();
    List<JsonNode> lines = log.lines().map(json::readTree).toList();
    assertThat(lines).isNotEmpty().allSatisfy(line -> {
      assertThat(line.path("message").asString()).isNotEmpty();
      assertThat(line.path("@timestamp").asString()).isNotEmpty();
    });
    assertThat(lines).anySatisfy(line -> {
      assertThat(line.path("requestId").asString()).isEqualTo("request-of-the-test");
      assertThat(line.path("message").asString()).contains(Tour.ID);
    });
    assertThat(lines)
        .noneSatisfy(line -> assertThat(line.at("/log/level").asString()).isEqualTo("ERROR"));
  }
}
