package dev.clipcoder.ops;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.util.Arrays;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Makes histograms of our timers: few buckets, so that each series stays cheap, where the times are. */
@Component
class MeterBuckets implements MeterFilter {

  /** Seconds of what waits, decodes, or goes to a device or a disk. */
  private static final double[] SLOW =
      nanos(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30);

  /** Seconds of what only computes on one vector. */
  private static final double[] FAST = nanos(
      0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25);

  private static final Set<String> COMPUTING =
      Set.of("clipcoder.score", "clipcoder.rerank", "clipcoder.describe");

  @Override
  public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
    if (id.getType() != Meter.Type.TIMER || !id.getName().startsWith("clipcoder.")) {
      return config;
    }
    return DistributionStatisticConfig.builder()
        .percentilesHistogram(false)
        .serviceLevelObjectives(COMPUTING.contains(id.getName()) ? FAST : SLOW)
        .build()
        .merge(config);
  }

  private static double[] nanos(double... seconds) {
    return Arrays.stream(seconds).map(value -> value * 1e9).toArray();
  }
}
