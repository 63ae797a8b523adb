package dev.clipcoder.tracing;

import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Makes a span of each stage, a child of the request's. */
final class RecordedTrace implements Trace {

  private final Tracer tracer;
  private final TraceContext parent;

  /** What has to be added to {@link System#nanoTime} to make it the time since 1970, for this request. */
  private final long offset;

  RecordedTrace(Tracer tracer, TraceContext parent) {
    this.tracer = tracer;
    this.parent = parent;
    Instant now = Instant.now();
    this.offset =
        TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - System.nanoTime();
  }

  @Override
  public void stage(String name, long begin, long end) {
    tracer
        .spanBuilder()
        .setParent(parent)
        .name(name)
        .startTimestamp(begin + offset, TimeUnit.NANOSECONDS)
        .start()
        .end(end + offset, TimeUnit.NANOSECONDS);
  }
}
