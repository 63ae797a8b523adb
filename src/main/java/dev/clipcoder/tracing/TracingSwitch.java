package dev.clipcoder.tracing;

import java.util.List;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Keeps OpenTelemetry off where no address is set that traces could go to. */
class TracingSwitch implements EnvironmentPostProcessor {

  private static final List<String> ADDRESSES = List.of(
      "management.opentelemetry.tracing.export.otlp.endpoint",
      "OTEL_EXPORTER_OTLP_ENDPOINT",
      "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (ADDRESSES.stream().noneMatch(environment::containsProperty)) {
      environment
          .getPropertySources()
          .addLast(new MapPropertySource(
              "tracing", Map.of("management.opentelemetry.enabled", "false")));
    }
  }
}
