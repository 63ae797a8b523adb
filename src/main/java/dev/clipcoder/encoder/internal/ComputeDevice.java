package dev.clipcoder.encoder.internal;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.clipcoder.model.CheckpointException;
import dev.clipcoder.model.ModelProperties;
import dev.clipcoder.model.Precision;
import java.util.Locale;

/**
 * Where the towers run, and in what.
 *
 * @param gpu the number of the GPU; -1 for the CPU
 */
public record ComputeDevice(int gpu, Precision precision) {

  private static final int CPU = -1;
  private static final String CUDA = "cuda";

  /** The CPU in float32. */
  public static final ComputeDevice PLAIN = new ComputeDevice(CPU, Precision.FP32);

  /**
   * What the settings ask for.
   *
   * @throws CheckpointException if they ask for a GPU that the engine does not find
   */
  public static ComputeDevice of(ModelProperties properties) {
    TorchModule.loadLibrary();
    int gpus = Engine.getEngine(TorchModule.ENGINE).getGpuCount();
    int gpu = gpu(properties.device(), gpus);
    Precision precision = properties.precision().equals("auto")
        ? gpu == CPU ? Precision.FP32 : Precision.FP16
        : Precision.valueOf(properties.precision().toUpperCase(Locale.ROOT));
    return new ComputeDevice(gpu, precision);
  }

  static int gpu(String device, int gpus) {
    if (device.equals("cpu") || (device.equals("auto") && gpus == 0)) {
      return CPU;
    }
    int colon = device.indexOf(':');
    int wanted = colon < 0 ? 0 : Integer.parseInt(device, colon + 1, device.length(), 10);
    if (wanted >= gpus) {
      throw new CheckpointException(
          "clipcoder.device is %s, but the engine finds %s. Give it CUDA libraries by PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR (docs/models.md), or set cpu."
              .formatted(
                  device,
                  gpus == 0 ? "no GPU" : "%d GPUs, the last cuda:%d".formatted(gpus, gpus - 1)));
    }
    return wanted;
  }

  /** As the engine and {@code /info} name it. */
  public String label() {
    return gpu == CPU ? "cpu" : CUDA + ":" + gpu;
  }

  Device device() {
    return gpu == CPU ? Device.cpu() : Device.gpu(gpu);
  }

  /** Whether float32 weights can be used where they lie. */
  boolean takesWeightsAsTheyLie() {
    return equals(PLAIN);
  }

  /** The number by which scripts know the precision. */
  long dtype() {
    return switch (precision) {
      case FP16 -> 5;
      case FP32 -> 6;
      case BF16 -> 15;
    };
  }
}
