package dev.clipcoder.encoder.internal;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.clipcoder.embedding.EmbeddingMatrix;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Rows as arrays of the engine: one array for as many rows as a buffer holds. On the CPU nothing is copied. */
final class TorchRows implements DeviceRows {

  private final TorchModule module;
  private final NDManager manager;
  private final Device device;
  private final List<NDArray> blocks = new ArrayList<>();
  private final int rows;
  private final int dimension;

  TorchRows(TorchModule module, NDManager manager, EmbeddingMatrix matrix, ComputeDevice device) {
    this.module = module;
    this.manager = manager;
    this.device = device.device();
    this.rows = matrix.rows();
    this.dimension = matrix.dimension();
    int most = Integer.MAX_VALUE / (dimension * Float.BYTES);
    try {
      for (int from = 0; from < rows; from += most) {
        blocks.add(block(matrix.values(), from, Math.min(most, rows - from)));
      }
    } catch (Throwable e) { // errors too: what is on the device already must not stay
      manager.close();
      throw e;
    }
  }

  private NDArray block(MemorySegment values, int from, int count) {
    long rowBytes = (long) dimension * Float.BYTES;
    MemorySegment part = values.asSlice(from * rowBytes, count * rowBytes);
    NDArray block = manager.create(
        part.asByteBuffer().order(ByteOrder.nativeOrder()),
        new Shape(count, dimension),
        DataType.FLOAT32);
    return block.toDevice(device, false);
  }

  @Override
  public float[][] times(float[][] vectors) {
    return module.whileOpen(() -> multiply(vectors));
  }

  private float[][] multiply(float[][] vectors) {
    float[][] products = new float[vectors.length][rows];
    try (NDManager scratch = manager.newSubManager();
        NDArray rowVectors = scratch.create(vectors).toDevice(device, false);
        NDArray columns = rowVectors.transpose()) {
      int from = 0;
      for (NDArray block : blocks) {
        from += copy(block, columns, products, from);
      }
    }
    return products;
  }

  /** {@code [rows][dimension] · [dimension][count]}: row-major, so the vectors' numbers are interleaved. */
  private static int copy(NDArray block, NDArray columns, float[][] products, int from) {
    try (NDArray product = block.matMul(columns)) {
      float[] values = product.toFloatArray();
      int count = products.length;
      for (int i = 0; i < values.length; i++) {
        products[i % count][from + i / count] = values[i];
      }
      return values.length / count;
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
