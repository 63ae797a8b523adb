package dev.clipcoder.tracing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps the tracer out where no address is set that traces could go to: without anybody to send them to, it would still
 * make spans of what callers trace.
 */
class TracingSwitch implements EnvironmentPostProcessor {

  private static final String EXCLUDED = "spring.autoconfigure.exclude";

  private static final List<String> ADDRESSES = List.of(
      "management.opentelemetry.tracing.export.otlp.endpoint",
      "OTEL_EXPORTER_OTLP_ENDPOINT",
      "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (ADDRESSES.stream().noneMatch(environment::containsProperty)) {
      List<String> excluded = new ArrayList<>(
          Binder.get(environment).bind(EXCLUDED, Bindable.listOf(String.class)).orElse(List.of()));
      excluded.add(OpenTelemetryTracingAutoConfiguration.class.getName());
      environment
          .getPropertySources()
          .addFirst(new MapPropertySource("tracing", Map.of(EXCLUDED, String.join(",", excluded))));
    }
  }
}
