package dev.clipcoder.encoder;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import dev.clipcoder.encoder.internal.DeviceRows;
import dev.clipcoder.encoder.internal.Towers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;

/** A device that multiplies in Java and has no towers. */
public final class HostDevice implements AutoCloseable {

  private final Device thread = new Device(
      "host",
      new NoTowers(),
      new WorkQueue(BatchSizes.upTo(8), 1, 0, () -> 0),
      1,
      1,
      new SimpleMeterRegistry());

  public DeviceMemory memory() {
    thread.start();
    return new DeviceMemory(HostRows::new, thread, new SimpleMeterRegistry());
  }

  @Override
  public void close() {
    thread.close();
  }

  private record HostRows(EmbeddingMatrix matrix) implements DeviceRows {

    @Override
    public float[][] times(float[][] vectors) {
      float[][] products = new float[vectors.length][matrix.rows()];
      for (int i = 0; i < vectors.length; i++) {
        double[] cosines = matrix.cosines(Embedding.ofUnit(vectors[i]));
        for (int row = 0; row < cosines.length; row++) {
          products[i][row] = (float) cosines[row];
        }
      }
      return products;
    }

    @Override
    public void close() {
      // The memory is freed by whoever allocated it.
    }
  }

  private static final class NoTowers implements Towers {

    @Override
    public void useFixedPlansOnThisThread() {
      // No engine.
    }

    @Override
    public void useThreads(int count) {
      // No engine.
    }

    @Override
    public float[][] encodeImages(ByteBuffer pixels, int count) {
      throw new UnsupportedOperationException("This device has no towers");
    }

    @Override
    public float[][] encodeTexts(long[] ids, long[] ends) {
      throw new UnsupportedOperationException("This device has no towers");
    }
  }
}
