package dev.clipcoder.encoder.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import dev.clipcoder.model.Checkpoint;
import dev.clipcoder.model.CheckpointException;
import dev.clipcoder.model.Precision;
import dev.clipcoder.model.Tensor;
import dev.clipcoder.model.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A checkpoint's weights in the hands of the script. On the CPU in float32 they are arrays that point into the
 * checkpoint's mapping, so this must be closed before it. On another device, in another precision, and of matrices that
 * are packed, the script keeps copies of its own, made one tensor at a time, and the mapping is given back: the pages of
 * each tensor at once, so that weights and copies are never in memory together.
 */
final class BoundWeights implements AutoCloseable {

  /** Tensors that a layer has; scripts know them by their number. */
  private static final int OF_LAYER = 16;

  private final PtSymbolBlock block;
  private final Checkpoint checkpoint;
  private final ComputeDevice device;
  private final FloatTensors floats = new FloatTensors();
  private final NDManager arrays = cpu();

  /**
   * Hands over all tensors of both towers, in the order of the family's lists.
   *
   * @throws CheckpointException if a tensor is larger than the engine can take
   */
  BoundWeights(PtSymbolBlock block, Checkpoint checkpoint, ComputeDevice device) {
    this.block = block;
    this.checkpoint = checkpoint;
    this.device = device;
    try {
      place(true, checkpoint.architecture().imageTower());
      place(false, checkpoint.architecture().textTower());
      if (device.precision() == Precision.INT8) {
        pack(true, checkpoint.architecture().imageTower());
        pack(false, checkpoint.architecture().textTower());
      }
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  /** Gives the checkpoint's files back, if nothing here points into them. */
  void releaseFiles() {
    if (!device.takesWeightsAsTheyLie() || floats.allWidened()) {
      checkpoint.weights().close();
    }
  }

  private static NDManager cpu() {
    return NDManager.newBaseManager(ComputeDevice.PLAIN.device(), TorchModule.ENGINE);
  }

  private void place(boolean image, List<TensorSpec> specs) {
    long first = beforeLayers(specs);
    for (int i = 0; i < specs.size(); i++) {
      TensorSpec spec = specs.get(i);
      Tensor tensor = checkpoint.weights().get(spec);
      boolean isMatrix = isMatrix(spec);
      long part = spec.isOfLayer() ? (i - first) % OF_LAYER : -1;
      if (device.takesWeightsAsTheyLie() && !(isMatrix && device.isPacked())) {
        MemorySegment data = floats.of(tensor);
        place(image, array(tensor, data, arrays), isMatrix, part);
        if (data.address() != tensor.data().address()) {
          tensor.giveBack();
        }
      } else {
        try (FloatTensors once = new FloatTensors();
            NDManager scratch = cpu()) {
          place(image, array(tensor, once.of(tensor), scratch), isMatrix, part);
        }
        tensor.giveBack();
      }
    }
  }

  /** Whether scripts may keep the tensor in another form: matrices of layers, and that of the patches. */
  private static boolean isMatrix(TensorSpec spec) {
    int dimensions = spec.shape().size();
    return dimensions == 4 || (dimensions == 2 && spec.isOfLayer());
  }

  private static long beforeLayers(List<TensorSpec> specs) {
    return specs.stream().takeWhile(spec -> !spec.isOfLayer()).count();
  }

  /** Has the script bring the layers of a tower into the form in which it multiplies bytes. */
  private void pack(boolean image, List<TensorSpec> specs) {
    long first = beforeLayers(specs);
    try (IValue tower = IValue.from(image);
        IValue begin = IValue.from(first);
        IValue _ = IValueUtils.runMethod(block, "pack", tower, begin)) {
      // The script has them now.
    }
  }

  private void place(boolean image, NDArray array, boolean isMatrix, long part) {
    try (IValue tower = IValue.from(image);
        IValue weight = IValue.from((PtNDArray) array);
        IValue where = IValue.from(device.label());
        IValue matrix = IValue.from(isMatrix);
        IValue number = IValue.from(part);
        IValue dtype = IValue.from(device.dtype());
        IValue _ =
            IValueUtils.runMethod(block, "place", tower, weight, matrix, number, where, dtype)) {
      // The script has it now.
    }
  }

  private static NDArray array(Tensor tensor, MemorySegment floats, NDManager arrays) {
    if (tensor.elements() > Integer.MAX_VALUE / Float.BYTES) {
      throw new CheckpointException("%s: tensor '%s' has %d elements; the engine takes at most %d."
          .formatted(
              tensor.file(), tensor.name(), tensor.elements(), Integer.MAX_VALUE / Float.BYTES));
    }
    long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
    ByteBuffer data = floats.asByteBuffer().order(ByteOrder.nativeOrder());
    return arrays.create(data, new Shape(shape), DataType.FLOAT32);
  }

  @Override
  public void close() {
    arrays.close();
    floats.close();
  }
}
