package dev.clipcoder.encoder.internal;

import dev.clipcoder.model.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A checkpoint's tensors as float32. Those that are float32 stay in the mapping of their file; those of half
 * precision are widened, exactly, into memory that lives until this is closed.
 */
final class FloatTensors implements AutoCloseable {

  /** What the engine's vector instructions like best. */
  private static final int ALIGNMENT = 64;

  private static final ValueLayout.OfShort HALF =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Arena arena = Arena.ofShared();
  private boolean usesMapping;

  @SuppressWarnings("MustBeClosedChecker") // the arena closes with this
  FloatTensors() {}

  /** The tensor's elements, row-major. */
  MemorySegment of(Tensor tensor) {
    return switch (tensor.type()) {
      case F32 -> inPlace(tensor);
      case F16 -> widen(tensor, Float::float16ToFloat);
      case BF16 -> widen(tensor, half -> Float.intBitsToFloat(half << 16));
      default ->
        throw new IllegalArgumentException("Weights are floating point, not " + tensor.type());
    };
  }

  private MemorySegment inPlace(Tensor tensor) {
    if (tensor.data().address() % Float.BYTES != 0) {
      // A header of odd length puts the tensors at odd addresses; those few files cost a copy.
      return allocate(tensor).copyFrom(tensor.data());
    }
    usesMapping = true;
    return tensor.data();
  }

  private interface Widening {
    float widen(short half);
  }

  private MemorySegment widen(Tensor tensor, Widening widening) {
    MemorySegment floats = allocate(tensor);
    for (long i = 0; i < tensor.elements(); i++) {
      floats.setAtIndex(
          ValueLayout.JAVA_FLOAT, i, widening.widen(tensor.data().get(HALF, i * Short.BYTES)));
    }
    return floats;
  }

  private MemorySegment allocate(Tensor tensor) {
    return arena.allocate(tensor.elements() * Float.BYTES, ALIGNMENT);
  }

  /** Whether nothing points into the checkpoint's files. */
  boolean allWidened() {
    return !usesMapping;
  }

  @Override
  public void close() {
    arena.close();
  }
}
