package dev.clipcoder.api;

import dev.clipcoder.classify.Timings;
import java.util.Locale;

/** Where the time went, as browsers and proxies read it: milliseconds. */
final class ServerTiming {

  static final String HEADER = "Server-Timing";

  private static final double NANOS_PER_MILLI = 1e6;

  private ServerTiming() {}

  static String of(Timings timings) {
    String always = String.format(
        Locale.ROOT,
        "decode;dur=%.2f, queue;dur=%.2f, encode;dur=%.2f, score;dur=%.2f",
        timings.decode() / NANOS_PER_MILLI,
        timings.queue() / NANOS_PER_MILLI,
        timings.encode() / NANOS_PER_MILLI,
        timings.score() / NANOS_PER_MILLI);
    return timings.rerank() == 0
        ? always
        : always
            + String.format(Locale.ROOT, ", rerank;dur=%.3f", timings.rerank() / NANOS_PER_MILLI);
  }
}
