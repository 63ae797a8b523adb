package dev.clipcoder.model;

import java.util.List;

/** A tensor that an architecture needs: its key in the file and its shape. */
public record TensorSpec(String name, List<Long> shape) {

  static TensorSpec of(String name, long... shape) {
    return new TensorSpec(name, java.util.Arrays.stream(shape).boxed().toList());
  }
}
