package dev.clipcoder.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Elements of a storage by shape and strides, in row-major order.
 *
 * @param offset of the first element, in elements
 * @param strides by dimension, in elements
 * @param elements the product of the shape
 * @param end one behind the highest element that is reached
 */
record Strided(long offset, List<Long> shape, List<Long> strides, long elements, long end) {

  /** Null where the numbers are larger than any storage. */
  static @Nullable Strided of(long offset, List<Long> shape, List<Long> strides) {
    try {
      long elements = 1;
      long last = offset;
      for (int i = 0; i < shape.size(); i++) {
        elements = Math.multiplyExact(elements, shape.get(i));
        last =
            Math.addExact(last, Math.multiplyExact(Math.max(0, shape.get(i) - 1), strides.get(i)));
      }
      long end = elements == 0 ? offset : Math.addExact(last, 1);
      return new Strided(offset, shape, strides, elements, end);
    } catch (ArithmeticException _) {
      return null;
    }
  }

  /** A matrix of rows, read column by column. */
  static Strided transposed(long rows, long columns) {
    return new Strided(
        0, List.of(columns, rows), List.of(1L, columns), rows * columns, rows * columns);
  }

  boolean fits(long storageElements) {
    return end <= storageElements;
  }

  /** Whether the elements lie in row-major order without gaps. */
  boolean isContiguous() {
    long expected = 1;
    for (int i = shape.size() - 1; i >= 0; i--) {
      if (shape.get(i) != 1 && strides.get(i) != expected) {
        return elements == 0;
      }
      expected *= shape.get(i);
    }
    return true;
  }

  /** A row-major copy. */
  MemorySegment gather(MemorySegment storage, int elementBytes, Arena arena) {
    MemorySegment copy = arena.allocate(elements * elementBytes, 64);
    long[] index = new long[shape.size()];
    long from = offset;
    for (long to = 0; to < elements; to++) {
      MemorySegment.copy(storage, from * elementBytes, copy, to * elementBytes, elementBytes);
      from = advance(index, from);
    }
    return copy;
  }

  private long advance(long[] index, long from) {
    long at = from;
    for (int i = index.length - 1; i >= 0; i--) {
      index[i]++;
      if (index[i] < shape.get(i)) {
        return at + strides.get(i);
      }
      at -= (index[i] - 1) * strides.get(i);
      index[i] = 0;
    }
    return at;
  }
}
