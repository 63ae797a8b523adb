package dev.clipcoder.encoder.internal;

import dev.clipcoder.model.Checkpoint;
import dev.clipcoder.model.Precision;
import dev.clipcoder.model.PrecisionReport;
import org.jspecify.annotations.Nullable;

/**
 * A module, and what its precision costs where that should be known.
 *
 * @param report null unless the precision is {@link Precision#INT8}
 */
public record LoadedModule(TorchModule module, @Nullable PrecisionReport report) {

  /**
   * Loads the checkpoint; for int8 it is loaded in float32 before, and both encode the probe. That is once through the
   * towers and the whole of the weights, so the peak of memory is that of float32.
   *
   * @param threads threads for one operation
   */
  public static LoadedModule load(Checkpoint checkpoint, int threads, ComputeDevice device) {
    if (device.precision() != Precision.INT8) {
      return new LoadedModule(TorchModule.load(checkpoint, threads, device), null);
    }
    PrecisionProbe exact;
    try (TorchModule plain =
        TorchModule.loadAndKeepFiles(checkpoint, threads, ComputeDevice.PLAIN)) {
      exact = probe(plain, checkpoint, threads);
    }
    TorchModule module = TorchModule.load(checkpoint, threads, device);
    try {
      return new LoadedModule(module, probe(module, checkpoint, threads).compare(exact));
    } catch (Throwable e) {
      module.close();
      throw e;
    }
  }

  private static PrecisionProbe probe(TorchModule module, Checkpoint checkpoint, int threads) {
    return BriefThread.run("probe", () -> {
      module.useThreads(threads);
      module.useFixedPlansOnThisThread();
      return PrecisionProbe.of(module, checkpoint);
    });
  }
}
