package dev.clipcoder.chart;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service, started as the chart would start it: with the variables of its container and the file of its config map.
 * Only folders, address and port are those of the test.
 */
@NeedsHelm
class ChartServiceTest {

  private static final String METRICS_KEY = "metrics-0123456789abcdef0123456789abcdef";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir
  private Path folder;

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void service_startsWithTheSettingsOfTheChart_andAnswersProbesAndScrapes() throws Exception {
    Manifests minimal = Chart.render("minimal");
    int port = freePort();
    Process process = start(minimal, port);
    try (HttpClient client = HttpClient.newHttpClient()) {
      awaitReady(process, client, port);
      for (Probe probe : List.of(
          minimal.container().getStartupProbe(),
          minimal.container().getReadinessProbe(),
          minimal.container().getLivenessProbe())) {
        assertThat(get(client, port, probe.getHttpGet().getPath(), "").statusCode())
            .isEqualTo(200);
      }
      ServiceMonitor monitor = Chart.render("ingress").one(ServiceMonitor.class);
      String path = monitor.getSpec().getEndpoints().getFirst().getPath();
      assertThat(get(client, port, path, "").statusCode()).isEqualTo(401);
      HttpResponse<String> scrape = get(client, port, path, METRICS_KEY);
      assertThat(scrape.statusCode()).isEqualTo(200);
      assertThat(scrape.body()).contains("\n" + queueMetric());
    } finally {
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends by itself").isTrue();
    }
    assertThat(log())
        .contains("mini-pictograms (family clip")
        .contains("\n{\"@timestamp\"")
        .doesNotContain("No setting is read from");
  }

  private static String queueMetric() {
    return Chart.render("postgresql")
        .one(HorizontalPodAutoscaler.class)
        .getSpec()
        .getMetrics()
        .get(1)
        .getPods()
        .getMetric()
        .getName();
  }

  private Process start(Manifests manifests, int port) throws Exception {
    Path config = Files.createDirectories(folder.resolve("config"));
    Path keys = folder.resolve("keys");
    Files.writeString(keys, "prometheus metrics sha256:%s\n".formatted(sha256(METRICS_KEY)));
    ObjectMapper yaml = new YAMLMapper();
    ObjectNode settings = manifests.settings().<ObjectNode>deepCopy();
    settings.put("server.port", port);
    settings.put("clipcoder.security.keys-file", keys.toString());
    Files.writeString(config.resolve("application.yaml"), yaml.writeValueAsString(settings));
    ProcessBuilder builder = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx600m",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.clipcoder.ClipcoderApplication")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile());
    for (EnvVar variable : manifests.container().getEnv()) {
      builder.environment().put(variable.getName(), variable.getValue());
    }
    builder
        .environment()
        .putAll(Map.of(
            "SERVER_ADDRESS",
            "127.0.0.1",
            "CLIPCODER_DATA_DIR",
            folder.resolve("data").toString(),
            "SPRING_CONFIG_ADDITIONALLOCATION",
            "file:" + config + "/"));
    return builder.start();
  }

  private static String sha256(String key) throws NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(US_ASCII)));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady(Process process, HttpClient client, int port) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      try {
        if (get(client, port, "/ready", "").statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // Nobody listens yet.
      }
      Thread.sleep(100);
    }
    fail("The service did not become ready:%n%s", log());
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private static HttpResponse<String> get(HttpClient client, int port, String path, String key)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
