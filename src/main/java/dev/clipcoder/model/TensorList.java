package dev.clipcoder.model;

import java.util.ArrayList;
import java.util.List;

/** Collects a tower's tensors in the order in which its script takes them, by transformers' names. */
final class TensorList {

  private final List<TensorSpec> specs = new ArrayList<>();

  TensorList add(String name, long... shape) {
    specs.add(TensorSpec.of(name, shape));
    return this;
  }

  /** A layer norm: weight and bias. */
  TensorList norm(String name, long width) {
    return add(name + ".weight", width).add(name + ".bias", width);
  }

  /** A linear layer: weight and bias. */
  TensorList linear(String name, long out, long in) {
    return add(name + ".weight", out, in).add(name + ".bias", out);
  }

  /**
   * Pre-norm transformer layers, 16 tensors each.
   *
   * @param prefix of the tower's keys, with a dot behind it
   * @param inner width between the two linear layers
   */
  TensorList layers(String prefix, int layers, long width, long inner) {
    for (int layer = 0; layer < layers; layer++) {
      String at = prefix + "encoder.layers." + layer + ".";
      norm(at + "layer_norm1", width);
      for (String part : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
        linear(at + "self_attn." + part, width, width);
      }
      norm(at + "layer_norm2", width);
      linear(at + "mlp.fc1", inner, width);
      linear(at + "mlp.fc2", width, inner);
    }
    return this;
  }

  List<TensorSpec> toList() {
    return List.copyOf(specs);
  }
}
