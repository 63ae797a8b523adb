package dev.clipcoder.ops;

import dev.clipcoder.model.ModelDescription;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;

/** Which build and which model a process is, as the labels of {@code clipcoder.build}; its value is 1. */
@Component
class BuildMeter implements MeterBinder {

  /** Enough of the fingerprint to tell checkpoints apart. */
  private static final int FINGERPRINT = 12;

  private final ModelDescription model;
  private final String version;

  BuildMeter(ModelDescription model, ObjectProvider<BuildProperties> build) {
    this.model = model;
    this.version = Optional.ofNullable(build.getIfAvailable())
        .map(BuildProperties::getVersion)
        .orElse("unknown");
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    String fingerprint = model.fingerprint();
    Gauge.builder("clipcoder.build", () -> 1)
        .description("Version of the service and what it runs on; always 1")
        .tag("version", version)
        .tag("java", Runtime.version().toString())
        .tag("family", model.family())
        .tag("fingerprint", fingerprint.substring(0, Math.min(FINGERPRINT, fingerprint.length())))
        .tag("precision", model.precision())
        .tag("device", model.device())
        .register(meters);
  }
}
