package dev.clipcoder.encoder;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import dev.clipcoder.encoder.internal.DeviceRows;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Unit rows on the encoder's device: the only memory there that others may hold. It is freed when its owner has closed
 * it and the last who {@linkplain #hold held} it has let go, so a cache may evict it at any time.
 */
public final class DeviceMatrix implements AutoCloseable {

  private final EmbeddingMatrix matrix;
  private final DeviceRows onDevice;
  private final Device device;
  private final Arena memory;
  private final Hold owner;

  /** Guarded by this. */
  private int holds;

  DeviceMatrix(EmbeddingMatrix matrix, DeviceRows onDevice, Device device, Arena memory) {
    this.matrix = matrix;
    this.onDevice = onDevice;
    this.device = device;
    this.memory = memory;
    this.holds = 1;
    this.owner = new Hold();
  }

  public int rows() {
    return matrix.rows();
  }

  public int dimension() {
    return matrix.dimension();
  }

  /** What it takes on the device. */
  public long bytes() {
    return (long) Float.BYTES * rows() * dimension();
  }

  /**
   * Keeps the matrix until the hold is closed.
   *
   * @throws ClosedMatrixException if it was freed before
   */
  public Hold hold() {
    synchronized (this) {
      if (holds == 0) {
        throw new ClosedMatrixException();
      }
      holds++;
    }
    return new Hold();
  }

  /**
   * Its cosines with an embedding, {@code float[rows]}, by the device. Cancelling the future takes the work back.
   *
   * @throws IllegalArgumentException if the embedding has another dimension
   */
  public CompletableFuture<float[]> times(Embedding embedding, Deadline deadline, Urgency urgency) {
    if (embedding.dimension() != dimension()) {
      throw new IllegalArgumentException(
          "Dimensions differ: %d and %d".formatted(dimension(), embedding.dimension()));
    }
    WorkItem.Product product = new WorkItem.Product(
        this, embedding, deadline, urgency, System.nanoTime(), new CompletableFuture<>());
    device.submit(List.of(product));
    return product.result();
  }

  /** For the device thread, within a hold: {@code float[count][rows]}. */
  float[][] timesNow(float[][] vectors) {
    return onDevice.times(vectors);
  }

  /** Its rows, to read within a hold. */
  public EmbeddingMatrix matrix() {
    return matrix;
  }

  /** Gives up the owner's hold. */
  @Override
  public void close() {
    owner.close();
  }

  private synchronized boolean letGo() {
    holds--;
    return holds == 0;
  }

  /** While it is open the matrix is there. Closing it twice does nothing. */
  public final class Hold implements AutoCloseable {

    private boolean open = true;

    private Hold() {}

    @Override
    public void close() {
      synchronized (this) {
        if (!open) {
          return;
        }
        open = false;
      }
      if (letGo()) {
        onDevice.close();
        memory.close();
      }
    }
  }
}
