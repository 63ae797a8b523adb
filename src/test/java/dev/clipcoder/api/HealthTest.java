package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.ClipcoderApplication;
import dev.clipcoder.encoder.DeviceCondition;
import dev.clipcoder.encoder.DeviceLoss;
import dev.clipcoder.testing.Fixtures;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Health follows the device, in both directions. */
class HealthTest {

  private static final List<String> PATHS = List.of("/health", "/ready");

  @TempDir
  Path dataDir;

  @Test
  void lostDevice_takesBothDown_andWorkingBringsThemBack() {
    try (ConfigurableApplicationContext service = new SpringApplicationBuilder(
            ClipcoderApplication.class)
        .run(
            "--server.port=0",
            "--clipcoder.model=" + Fixtures.checkpoint("quick-gelu-f32"),
            "--clipcoder.data-dir=" + dataDir)) {
      String port = service.getEnvironment().getRequiredProperty("local.server.port");
      Http http = new Http(URI.create("http://127.0.0.1:" + port));
      PATHS.forEach(path -> assertThat(http.get(path).status()).as(path).isEqualTo(200));

      DeviceLoss.of(service.getBean(DeviceCondition.class));
      PATHS.forEach(path -> {
        Http.Reply reply = http.get(path);
        assertThat(reply.status()).as(path).isEqualTo(503);
        assertThat(reply.text()).doesNotContain("Lost by a test");
      });
      assertThat(Scrape.of(http).sum("clipcoder_device_up")).isZero();

      assertThat(http.postJson("/embed", "{\"texts\": [\"a cat\"]}").status()).isEqualTo(200);
      await()
          .untilAsserted(() ->
              PATHS.forEach(path -> assertThat(http.get(path).status()).as(path).isEqualTo(200)));
    }
  }
}
