package dev.clipcoder.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchMetersTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final BatchMeters meters = new BatchMeters(registry, 2);

  @Test
  void worked_onAPartOfTheDevice_countsForThatPart() {
    meters.worked(Duration.ofSeconds(4).toNanos(), false);
    meters.worked(Duration.ofSeconds(3).toNanos(), true);

    assertThat(registry.get("clipcoder.device.busy").functionCounter().count()).isEqualTo(5);
  }
}
