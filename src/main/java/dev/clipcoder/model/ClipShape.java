package dev.clipcoder.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sizes of a CLIP model, whatever its configuration calls them, and the tensors that follow from them, by the
 * names and in the orientation of transformers.
 *
 * @param dimension length of an embedding
 * @param imageSize side of the network's input in pixels
 * @param patch side of a patch in pixels
 * @param context most tokens of a text
 * @param vocabulary number of token ids
 */
record ClipShape(
    int dimension,
    int imageSize,
    int patch,
    int context,
    int vocabulary,
    Tower image,
    Tower text,
    EndOfText endOfText) {

  static final String FAMILY = "clip";

  private static final String VISION = "vision_model.";
  private static final String TEXT = "text_model.";

  /**
   * One transformer.
   *
   * @param inner width of the layers between
   * @param epsilon of the layer norms
   */
  record Tower(int width, int inner, int layers, int heads, boolean quickGelu, double epsilon) {}

  Architecture architecture() {
    return new Architecture(
        FAMILY,
        dimension,
        imageSize,
        context,
        vocabulary,
        visionTensors(image, dimension, imageSize / patch, patch),
        textTensors(text, dimension, context, vocabulary),
        Set.of("logit_scale", VISION + "embeddings.position_ids", TEXT + "embeddings.position_ids"),
        Map.of(
            "image_heads", image.heads,
            "image_layers", image.layers,
            "image_quick_gelu", image.quickGelu,
            "image_eps", image.epsilon,
            "patch", patch,
            "text_heads", text.heads,
            "text_layers", text.layers,
            "text_quick_gelu", text.quickGelu,
            "text_eps", text.epsilon),
        endOfText);
  }

  private static List<TensorSpec> visionTensors(Tower tower, int dimension, int grid, int patch) {
    List<TensorSpec> specs = new ArrayList<>();
    String embeddings = VISION + "embeddings.";
    specs.add(TensorSpec.of(embeddings + "class_embedding", tower.width));
    specs.add(TensorSpec.of(embeddings + "patch_embedding.weight", tower.width, 3, patch, patch));
    specs.add(TensorSpec.of(
        embeddings + "position_embedding.weight", (long) grid * grid + 1, tower.width));
    // The misspelling is transformers' own and in every file.
    addNorm(specs, VISION + "pre_layrnorm", tower.width);
    addLayers(specs, VISION, tower);
    addNorm(specs, VISION + "post_layernorm", tower.width);
    specs.add(TensorSpec.of("visual_projection.weight", dimension, tower.width));
    return List.copyOf(specs);
  }

  private static List<TensorSpec> textTensors(
      Tower tower, int dimension, int context, int vocabulary) {
    List<TensorSpec> specs = new ArrayList<>();
    specs.add(TensorSpec.of(TEXT + "embeddings.token_embedding.weight", vocabulary, tower.width));
    specs.add(TensorSpec.of(TEXT + "embeddings.position_embedding.weight", context, tower.width));
    addLayers(specs, TEXT, tower);
    addNorm(specs, TEXT + "final_layer_norm", tower.width);
    specs.add(TensorSpec.of("text_projection.weight", dimension, tower.width));
    return List.copyOf(specs);
  }

  private static void addLayers(List<TensorSpec> specs, String prefix, Tower tower) {
    for (int layer = 0; layer < tower.layers; layer++) {
      String at = prefix + "encoder.layers." + layer + ".";
      addNorm(specs, at + "layer_norm1", tower.width);
      for (String part : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
        addLinear(specs, at + "self_attn." + part, tower.width, tower.width);
      }
      addNorm(specs, at + "layer_norm2", tower.width);
      addLinear(specs, at + "mlp.fc1", tower.inner, tower.width);
      addLinear(specs, at + "mlp.fc2", tower.width, tower.inner);
    }
  }

  private static void addNorm(List<TensorSpec> specs, String name, long width) {
    specs.add(TensorSpec.of(name + ".weight", width));
    specs.add(TensorSpec.of(name + ".bias", width));
  }

  private static void addLinear(List<TensorSpec> specs, String name, long out, long in) {
    specs.add(TensorSpec.of(name + ".weight", out, in));
    specs.add(TensorSpec.of(name + ".bias", out));
  }
}
