package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.clipcoder.ClipcoderApplication;
import dev.clipcoder.testing.LocalCollector;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** One request as a trace: a span for each stage, whatever thread it was on. */
class TracingTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";

  /** The service and the tracer read the time by clocks of their own. */
  private static final long SKEW_NANOS = Duration.ofMillis(50).toNanos();

  @TempDir
  Path dataDir;

  private ConfigurableApplicationContext start(String... options) {
    String[] all = Stream.concat(
            Stream.of("--server.port=0", "--clipcoder.data-dir=" + dataDir), Arrays.stream(options))
        .toArray(String[]::new);
    return new SpringApplicationBuilder(ClipcoderApplication.class).run(all);
  }

  private static Http http(ConfigurableApplicationContext service) {
    String port = service.getEnvironment().getRequiredProperty("local.server.port");
    return new Http(URI.create("http://127.0.0.1:" + port));
  }

  @Test
  void classify_isATreeOfItsStages_inTheTraceOfTheCaller() throws IOException {
    try (LocalCollector collector = new LocalCollector();
        ConfigurableApplicationContext service = start(
            "--management.opentelemetry.tracing.export.otlp.endpoint=" + collector.endpoint(),
            "--management.opentelemetry.tracing.export.schedule-delay=50ms",
            "--management.tracing.sampling.probability=0")) {
      Http http = http(service);
      http.get("/info"); // by nobody who traces
      Http.Reply _ =
          new Tour(http).classifyOnce("traceparent", "00-%s-%s-01".formatted(TRACE, CALLER));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> collector.spans().stream()
              .anyMatch(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER));
      List<Span> spans = collector.spans();

      assertThat(spans).allSatisfy(span -> assertThat(hex(span.getTraceId())).isEqualTo(TRACE));
      Span request = spans.stream()
          .filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER)
          .findFirst()
          .orElseThrow();
      assertThat(hex(request.getParentSpanId())).isEqualTo(CALLER);
      assertThat(request.getName()).isEqualTo("http post /classify");
      List<Span> stages = spans.stream()
          .filter(span -> !span.getSpanId().equals(request.getSpanId()))
          .toList();
      assertThat(stages)
          .extracting(Span::getName)
          .contains("decode", "preprocess", "queue", "encode", "score", "texts", "database");
      assertThat(stages).allSatisfy(stage -> {
        assertThat(stage.getParentSpanId()).as(stage.getName()).isEqualTo(request.getSpanId());
        assertThat(stage.getStartTimeUnixNano())
            .as(stage.getName())
            .isBetween(request.getStartTimeUnixNano() - SKEW_NANOS, stage.getEndTimeUnixNano());
        assertThat(stage.getEndTimeUnixNano())
            .as(stage.getName())
            .isLessThan(request.getEndTimeUnixNano() + SKEW_NANOS);
      });
      inTurn(stages);
      nothingOfTheContent(spans);
    }
  }

  private static void inTurn(List<Span> stages) {
    Map<String, Span> byName = stages.stream()
        .filter(span ->
            Set.of("decode", "preprocess", "queue", "encode", "score").contains(span.getName()))
        .collect(Collectors.toMap(Span::getName, Function.identity()));
    Span decode = stage(byName, "decode");
    Span preprocess = stage(byName, "preprocess");
    Span queue = stage(byName, "queue");
    Span encode = stage(byName, "encode");
    Span score = stage(byName, "score");
    assertThat(preprocess.getStartTimeUnixNano()).isEqualTo(decode.getEndTimeUnixNano());
    assertThat(queue.getStartTimeUnixNano())
        .isGreaterThanOrEqualTo(preprocess.getEndTimeUnixNano());
    assertThat(encode.getStartTimeUnixNano()).isEqualTo(queue.getEndTimeUnixNano());
    assertThat(encode.getEndTimeUnixNano()).isGreaterThan(encode.getStartTimeUnixNano());
    assertThat(score.getStartTimeUnixNano()).isGreaterThanOrEqualTo(encode.getEndTimeUnixNano());
  }

  private static Span stage(Map<String, Span> byName, String name) {
    return Objects.requireNonNull(byName.get(name), name);
  }

  private static void nothingOfTheContent(List<Span> spans) {
    assertThat(spans).allSatisfy(span -> assertThat(span.toString()).doesNotContain(Tour.CONTENT));
  }

  @Test
  void withoutAnAddress_nothingIsRecorded() {
    try (ConfigurableApplicationContext service =
        start("--management.tracing.sampling.probability=1")) {
      Tracer tracer = service.getBean(Tracer.class);
      assertThat(tracer.nextSpan().start().isNoop()).isTrue();
      Http.Reply _ = new Tour(http(service))
          .classifyOnce("traceparent", "00-%s-%s-01".formatted(TRACE, CALLER));
    }
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
