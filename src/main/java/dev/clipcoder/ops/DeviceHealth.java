package dev.clipcoder.ops;

import dev.clipcoder.encoder.DeviceCondition;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down when only a restart helps: part of liveness, as the device. */
@Component("device")
class DeviceHealth implements HealthIndicator {

  private final DeviceCondition device;

  DeviceHealth(DeviceCondition device) {
    this.device = device;
  }

  @Override
  public Health health() {
    Optional<String> failure = device.failure();
    return failure.isEmpty()
        ? Health.up().build()
        : Health.down().withDetail("reason", failure.get()).build();
  }
}
