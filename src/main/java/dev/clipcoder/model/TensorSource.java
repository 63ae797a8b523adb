package dev.clipcoder.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a file has a tensor that an architecture needs, and in what form.
 *
 * @param key what the file calls it
 * @param shape what shape it has there
 */
record TensorSource(String key, List<Long> shape, Form form) {

  /** How the file's tensor becomes the one that is needed. */
  sealed interface Form {

    /** It is the one. */
    record Whole() implements Form {}

    /** It is one of several of the same shape, one below the other. */
    record Rows(int part, int parts) implements Form {}

    /** Its rows are the columns. */
    record Transposed() implements Form {}
  }

  static TensorSource whole(String key, List<Long> shape) {
    return new TensorSource(key, shape, new Form.Whole());
  }

  static TensorSource rows(String key, List<Long> shape, int part, int parts) {
    List<Long> stacked = new ArrayList<>(shape);
    stacked.set(0, shape.getFirst() * parts);
    return new TensorSource(key, List.copyOf(stacked), new Form.Rows(part, parts));
  }

  static TensorSource transposed(String key, List<Long> shape) {
    return new TensorSource(key, shape.reversed(), new Form.Transposed());
  }

  /**
   * The tensor that is needed: in place, but for a transposed one, which is copied.
   *
   * @param found the file's tensor, of this shape
   */
  Tensor take(Tensor found, TensorSpec spec, Arena arena) {
    MemorySegment data = switch (form) {
      case Form.Whole _ -> found.data();
      case Form.Rows(int part, int parts) -> {
        long bytes = found.data().byteSize() / parts;
        yield found.data().asSlice(part * bytes, bytes);
      }
      case Form.Transposed _ ->
        Strided.transposed(shape.get(0), shape.get(1))
            .gather(found.data(), found.type().bytes(), arena);
    };
    return new Tensor(spec.name(), found.file(), found.type(), spec.shape(), data);
  }
}
