package dev.clipcoder.encoder;

import dev.clipcoder.embedding.EmbeddingMatrix;
import dev.clipcoder.encoder.internal.DeviceRows;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** Puts matrices on the encoder's device. */
public final class DeviceMemory {

  private final Function<EmbeddingMatrix, DeviceRows> place;
  private final Device device;
  private final AtomicLong bytes = new AtomicLong();

  DeviceMemory(Function<EmbeddingMatrix, DeviceRows> place, Device device, MeterRegistry meters) {
    this.place = place;
    this.device = device;
    Gauge.builder("clipcoder.device.matrices", bytes, AtomicLong::doubleValue)
        .description("Memory of the device that text banks take")
        .baseUnit(BaseUnits.BYTES)
        .register(meters);
  }

  /**
   * Fills a matrix where it is to lie.
   *
   * @param fill adds every row
   * @throws EncoderUnavailableException if the service is shutting down
   */
  @SuppressWarnings("MustBeClosedChecker") // the matrix closes its arena
  public DeviceMatrix fill(int rows, int dimension, Consumer<EmbeddingMatrix.Builder> fill) {
    Arena memory = Arena.ofShared();
    try {
      EmbeddingMatrix.Builder builder = EmbeddingMatrix.builder(rows, dimension, memory);
      fill.accept(builder);
      EmbeddingMatrix matrix = builder.build();
      return new DeviceMatrix(matrix, counted(matrix), device, memory);
    } catch (Throwable e) {
      memory.close();
      throw e;
    }
  }

  private DeviceRows counted(EmbeddingMatrix matrix) {
    DeviceRows rows = place.apply(matrix);
    long size = matrix.values().byteSize();
    bytes.addAndGet(size);
    return new DeviceRows() {
      @Override
      public float[][] times(float[][] vectors) {
        return rows.times(vectors);
      }

      @Override
      public void close() {
        bytes.addAndGet(-size);
        rows.close();
      }
    };
  }
}
