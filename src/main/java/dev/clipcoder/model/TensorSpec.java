package dev.clipcoder.model;

import java.util.List;

/** A tensor that an architecture needs: its key in the file and its shape. */
public record TensorSpec(String name, List<Long> shape) {

  /** What the names of layers' tensors have in common. */
  private static final String LAYERS = ".encoder.layers.";

  /** Whether it is of one of the layers of a tower, not of what is before or after them. */
  public boolean isOfLayer() {
    return name.contains(LAYERS);
  }

  static TensorSpec of(String name, long... shape) {
    return new TensorSpec(name, java.util.Arrays.stream(shape).boxed().toList());
  }
}
