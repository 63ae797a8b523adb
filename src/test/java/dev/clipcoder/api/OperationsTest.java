package dev.clipcoder.api;

import static dev.clipcoder.image.WordReader.picture;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class OperationsTest extends ServiceTest {

  @Autowired
  private MeterRegistry meters;

  @ParameterizedTest
  @ValueSource(
      strings = {"/health", "/ready", "/actuator/health/liveness", "/actuator/health/readiness"})
  void health_ofARunningService_isUp(String path) {
    Http.Reply reply = http.get(path);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("status").asString()).isEqualTo("UP");
    assertThat(reply.header("X-Request-Id")).isNotEmpty();
  }

  @Test
  void health_withAFullQueue_isUp() {
    admission.room(0);
    Http.Reply refused = http.post("/classify?labels=cat&labels=dog", picture("cat"), "image/png");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(http.get("/health").status()).isEqualTo(200);
    assertThat(http.get("/ready").status()).isEqualTo(200);
  }

  @Test
  void info_tellsModelAndLimits() {
    JsonNode info = http.get("/info").json();
    assertThat(info.at("/model/dimension").intValue()).isEqualTo(16);
    assertThat(info.at("/model/contextLength").intValue()).isEqualTo(20);
    assertThat(info.at("/limits/maxImageBytes").intValue()).isEqualTo(100 * 1024);
    assertThat(info.at("/limits/maxLabels").intValue()).isEqualTo(50);
    assertThat(info.at("/limits/deadlineMillis").intValue()).isEqualTo(3000);
    assertThat(info.at("/build/version").asString()).isNotEmpty();
    assertThat(info.path("setsNotReady").isArray()).isTrue();
    assertThat(info.path("warnings").get(0).asString()).startsWith("Pictograms only.");
  }

  @Test
  void swaggerUi_isThere() {
    assertThat(http.get("/swagger-ui/index.html").status()).isEqualTo(200);
  }

  @Test
  void requests_areTimedByOutcome() {
    double before = count("ok");
    double refused = count("refused");
    http.post("/classify?labels=cat&labels=dog", picture("cat"), "image/png");
    http.post("/classify", picture("cat"), "image/png");
    assertThat(count("ok")).isEqualTo(before + 1);
    assertThat(count("refused")).isEqualTo(refused + 1);
    assertThat(meters.get("clipcoder.score").timer().count()).isPositive();
  }

  private double count(String outcome) {
    return meters
        .find("clipcoder.requests")
        .tag("endpoint", "classify")
        .tag("outcome", outcome)
        .timers()
        .stream()
        .mapToDouble(timer -> timer.count())
        .sum();
  }
}
