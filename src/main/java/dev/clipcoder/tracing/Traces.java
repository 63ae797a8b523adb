package dev.clipcoder.tracing;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;

/** Where requests find the trace that they are part of. */
public final class Traces {

  /** For what nobody traces. */
  public static final Traces NONE = new Traces(Tracer.NOOP);

  private final Tracer tracer;

  Traces(Tracer tracer) {
    this.tracer = tracer;
  }

  /** The trace that the calling thread works for; {@link Trace#NONE} where there is none, or it is not recorded. */
  public Trace current() {
    Span span = tracer.currentSpan();
    if (span == null || span.isNoop()) {
      return Trace.NONE;
    }
    TraceContext context = span.context();
    return Boolean.TRUE.equals(context.sampled()) ? new RecordedTrace(tracer, context) : Trace.NONE;
  }
}
