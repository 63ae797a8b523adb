package dev.clipcoder.encoder.internal;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.clipcoder.model.CheckpointException;
import dev.clipcoder.model.ModelProperties;
import dev.clipcoder.model.Precision;
import java.util.Locale;
import java.util.Set;

/**
 * Where the towers run, and in what.
 *
 * @param gpu the number of the GPU; -1 for the CPU
 * @param isPacked whether matrices of float32 are kept in oneDNN's own form, on the CPU
 */
public record ComputeDevice(int gpu, Precision precision, boolean isPacked) {

  private static final int CPU = -1;
  private static final String CUDA = "cuda";
  private static final int LANES_ON_CPU = 2;

  /** How Java calls the architecture whose engine has products of bytes. */
  private static final Set<String> X86 = Set.of("amd64", "x86_64");

  /** The CPU in float32, its weights where the files are mapped. */
  public static final ComputeDevice PLAIN = new ComputeDevice(CPU, Precision.FP32);

  /** With weights as they are in the files. */
  public ComputeDevice(int gpu, Precision precision) {
    this(gpu, precision, false);
  }

  /**
   * What the settings ask for.
   *
   * @throws CheckpointException if they ask for a GPU that the engine does not find, or for a precision that the device
   *     does not have
   */
  public static ComputeDevice of(ModelProperties properties) {
    TorchModule.loadLibrary();
    int gpus = Engine.getEngine(TorchModule.ENGINE).getGpuCount();
    int gpu = gpu(properties.device(), gpus);
    Precision precision = properties.precision().equals("auto")
        ? gpu == CPU ? Precision.FP32 : Precision.FP16
        : Precision.valueOf(properties.precision().toUpperCase(Locale.ROOT));
    String architecture = System.getProperty("os.arch", "");
    boolean isPacked =
        gpu == CPU && precision == Precision.FP32 && packs(properties.weights(), architecture);
    return new ComputeDevice(gpu, precision, isPacked).checked(architecture);
  }

  /**
   * Whether matrices should be packed. oneDNN, in a form of its own, applies a layer's activation and residual while it
   * writes a product, and has fast code for all processors of the architecture; MKL, which takes matrices as they are,
   * has its own for Intel's only.
   *
   * @param weights {@code auto}, {@code mapped} or {@code packed}
   */
  static boolean packs(String weights, String architecture) {
    return switch (weights) {
      case "mapped" -> false;
      case "packed" -> true;
      default -> X86.contains(architecture);
    };
  }

  /** This, if its device has its precision. */
  ComputeDevice checked(String architecture) {
    if (precision == Precision.INT8 && gpu != CPU) {
      throw new CheckpointException(
          "clipcoder.precision is int8, which only the CPU has, but the device is %s. Set clipcoder.device=cpu, or clipcoder.precision=fp16."
              .formatted(label()));
    }
    if (precision == Precision.INT8 && !X86.contains(architecture)) {
      throw new CheckpointException(
          "clipcoder.precision is int8, which needs an x86-64 processor; this one is %s. Set clipcoder.precision=fp32."
              .formatted(architecture));
    }
    return this;
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

  public boolean isCpu() {
    return gpu == CPU;
  }

  /**
   * How many batches it works on at a time.
   *
   * @param threads that an operation may have
   */
  public int lanes(int threads) {
    return isCpu() ? Math.min(LANES_ON_CPU, threads) : 1;
  }

  /** As the engine and {@code /info} name it. */
  public String label() {
    return gpu == CPU ? "cpu" : CUDA + ":" + gpu;
  }

  Device device() {
    return gpu == CPU ? Device.cpu() : Device.gpu(gpu);
  }

  /** Whether float32 weights other than matrices can be used where they lie. */
  boolean takesWeightsAsTheyLie() {
    return gpu == CPU && precision == Precision.FP32;
  }

  /** The name of the script that computes the layers. */
  String layers() {
    return precision == Precision.INT8 ? "int8" : isPacked ? "packed" : "float";
  }

  /** The number by which scripts know the precision. */
  long dtype() {
    return switch (precision) {
      case FP16 -> 5;
      case FP32, INT8 -> 6;
      case BF16 -> 15;
    };
  }
}
