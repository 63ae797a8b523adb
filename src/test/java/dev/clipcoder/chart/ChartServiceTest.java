package dev.clipcoder.chart;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.clipcoder.testing.ServiceProcess;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
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

  @TempDir
  private Path folder;

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void service_startsWithTheSettingsOfTheChart_andAnswersProbesAndScrapes() throws Exception {
    Manifests minimal = Chart.render("minimal");
    String log;
    try (ServiceProcess service = start(minimal).awaitReady();
        HttpClient client = HttpClient.newHttpClient()) {
      for (Probe probe : List.of(
          minimal.container().getStartupProbe(),
          minimal.container().getReadinessProbe(),
          minimal.container().getLivenessProbe())) {
        assertThat(get(client, service.uri(probe.getHttpGet().getPath()), "").statusCode())
            .isEqualTo(200);
      }
      ServiceMonitor monitor = Chart.render("ingress").one(ServiceMonitor.class);
      String path = monitor.getSpec().getEndpoints().getFirst().getPath();
      assertThat(get(client, service.uri(path), "").statusCode()).isEqualTo(401);
      HttpResponse<String> scrape = get(client, service.uri(path), METRICS_KEY);
      assertThat(scrape.statusCode()).isEqualTo(200);
      assertThat(scrape.body()).contains("\n" + queueMetric());
      service.terminate();
      assertThat(service.awaitExit()).isZero();
      log = service.log();
    }
    assertThat(log)
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

  private ServiceProcess start(Manifests manifests) throws Exception {
    Path config = Files.createDirectories(folder.resolve("config"));
    Path keys = folder.resolve("keys");
    Files.writeString(keys, "prometheus metrics sha256:%s\n".formatted(sha256(METRICS_KEY)));
    ObjectMapper yaml = new YAMLMapper();
    ObjectNode settings = manifests.settings().<ObjectNode>deepCopy();
    settings.put("clipcoder.security.keys-file", keys.toString());
    Files.writeString(config.resolve("application.yaml"), yaml.writeValueAsString(settings));
    Map<String, String> environment = new HashMap<>();
    for (EnvVar variable : manifests.container().getEnv()) {
      environment.put(variable.getName(), variable.getValue());
    }
    environment.put("SERVER_ADDRESS", "127.0.0.1");
    environment.put("SPRING_CONFIG_ADDITIONALLOCATION", "file:" + config + "/");
    return ServiceProcess.start(folder, List.of("-Xmx600m"), environment, List.of());
  }

  private static String sha256(String key) throws NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(US_ASCII)));
  }

  private static HttpResponse<String> get(HttpClient client, URI address, String key)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
