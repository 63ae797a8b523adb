package dev.clipcoder.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.shutdown.Exchange.Answered;
import dev.clipcoder.testing.ServiceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Ends the real service by SIGTERM at random moments, while clients classify and write. {@code -Dshutdown.rounds=100}
 * does it more often, and {@code -Dservice.jar=target/clipcoder.jar} to the packaged service.
 */
class ShutdownTest {

  private static final Logger log = LoggerFactory.getLogger(ShutdownTest.class);

  private static final int ROUNDS = Integer.getInteger("shutdown.rounds", 3);

  /** Once in so many rounds, first in the second, the signal comes while the service starts. */
  private static final int STARTING = 10;

  private static final JsonMapper JSON = new JsonMapper();

  /** Of the bundled model. */
  private static final int DIMENSION = 128;

  @TempDir
  Path directory;

  private final Random random = new Random(5);
  private final Map<String, String> labelSets = new HashMap<>();
  private final Set<String> examples = new HashSet<>();
  private int answered;
  private int inFlight;
  private int turnedAway;
  private int refused;

  @Test
  @Timeout(3600)
  void terminatedAgainAndAgain_exits0_answersWholly_losesNothing()
      throws IOException, InterruptedException {
    byte[] picture = Files.readAllBytes(Path.of("docs/samples/cat/twemoji.png"));
    for (int round = 1; round <= ROUNDS; round++) {
      if (round % STARTING == 2) {
        terminateWhileStarting();
      } else {
        terminateUnderLoad(round, picture);
      }
    }
    assertThat(answered).isPositive();
    assertThat(labelSets).isNotEmpty();
    assertThat(examples).isNotEmpty();
    try (ServiceProcess service = start()) {
      everythingIsThere(service, labelSets, examples);
    }
    log.info(
        "{} rounds: {} answered, {} of them under way when the signal came, {} by 503, {} connections refused; {} label sets and {} examples acknowledged and there",
        ROUNDS,
        answered,
        inFlight,
        turnedAway,
        refused,
        labelSets.size(),
        examples.size());
  }

  @Test
  void delay_isNotReadyAndStillServes() throws IOException, InterruptedException {
    byte[] picture = Files.readAllBytes(Path.of("docs/samples/cat/twemoji.png"));
    try (ServiceProcess service =
            ServiceProcess.start(directory, "--clipcoder.shutdown.delay=5s").awaitReady();
        Exchange exchange = new Exchange(service.port())) {
      service.terminate();
      await().until(() -> status(exchange, "GET", "/ready", new byte[0]) == 503);
      assertThat(status(exchange, "GET", "/health", new byte[0])).isEqualTo(200);
      assertThat(status(exchange, "POST", "/classify?labels=cat&labels=dog", picture))
          .isEqualTo(200);
      assertThat(service.awaitExit()).isZero();
    }
  }

  private static int status(Exchange exchange, String method, String path, byte[] body) {
    return exchange.send(method, path, "image/png", body, () -> {}) instanceof Answered answer
        ? answer.status()
        : 0;
  }

  private ServiceProcess start() throws IOException, InterruptedException {
    return ServiceProcess.start(directory).awaitReady();
  }

  private void terminateWhileStarting() throws IOException, InterruptedException {
    try (ServiceProcess service = ServiceProcess.start(directory)) {
      // The handler is there once the virtual machine runs our first line, well before the log's.
      while (service.log().isEmpty()) {
        Thread.sleep(20);
      }
      Thread.sleep(random.nextInt(2500));
      service.terminate();
      assertThat(service.awaitExit()).as(service.log()).isZero();
      assertThat(service.crashes()).isEmpty();
    }
  }

  private void terminateUnderLoad(int round, byte[] picture)
      throws IOException, InterruptedException {
    try (ServiceProcess service = start()) {
      Load load = new Load(service.port(), round, picture, DIMENSION);
      load.start();
      Thread.sleep(300 + random.nextInt(1700));
      load.signalled();
      service.terminate();
      int status = service.awaitExit();
      load.awaitEnd();
      assertThat(load.wrong).as(service.log()).isEmpty();
      assertThat(status).as(service.log()).isZero();
      assertThat(service.crashes()).isEmpty();
      assertThat(service.log().lines().filter(line -> line.contains(" ERROR "))).isEmpty();
      labelSets.putAll(load.labelSets);
      examples.addAll(load.examples);
      answered += load.answered.get();
      inFlight += load.inFlight.get();
      turnedAway += load.turnedAway.get();
      refused += load.refused.get();
      log.info(
          "Round {}: {} answered, {} of them under way at the signal, {} by 503, {} refused",
          round,
          load.answered,
          load.inFlight,
          load.turnedAway,
          load.refused);
    }
  }

  private static void everythingIsThere(
      ServiceProcess service, Map<String, String> labelSets, Set<String> examples) {
    try (Exchange exchange = new Exchange(service.port())) {
      labelSets.forEach((id, body) -> {
        JsonNode kept = get(exchange, "/label-sets/" + id);
        JsonNode put = JSON.readTree(body);
        assertThat(texts(kept)).as(id).containsAll(texts(put));
        assertThat(kept.findValuesAsString("label"))
            .as(id)
            .contains(put.path("classes").get(1).asString());
      });
      Set<String> kept = new HashSet<>();
      String cursor = "-1";
      while (!cursor.isEmpty()) {
        JsonNode page = get(
            exchange,
            "/support-sets/%s/examples?limit=1000&cursor=%s".formatted(Load.SUPPORT_SET, cursor));
        page.path("items").forEach(item -> kept.add(item.path("id").asString()));
        cursor = page.path("nextCursor").isNull() ? "" : page.path("nextCursor").asString();
      }
      assertThat(kept).containsAll(examples);
    }
  }

  private static List<String> texts(JsonNode definition) {
    return definition.findValues("attribute").stream().map(JsonNode::toString).toList();
  }

  private static JsonNode get(Exchange exchange, String path) {
    return switch (exchange.send("GET", path, "text/plain", new byte[0], () -> {})) {
      case Answered(int status, byte[] body) when status == 200 -> JSON.readTree(body);
      case Answered(int status, byte[] body) ->
        throw new AssertionError(
            path + " " + status + " " + new String(body, StandardCharsets.UTF_8));
      case Exchange.Refused _, Exchange.Cut _ -> throw new AssertionError(path);
    };
  }
}
