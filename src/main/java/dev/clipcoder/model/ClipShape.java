package dev.clipcoder.model;

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
        endOfText,
        false);
  }

  private static List<TensorSpec> visionTensors(Tower tower, int dimension, int grid, int patch) {
    String embeddings = VISION + "embeddings.";
    return new TensorList()
        .add(embeddings + "class_embedding", tower.width)
        .add(embeddings + "patch_embedding.weight", tower.width, 3, patch, patch)
        .add(embeddings + "position_embedding.weight", (long) grid * grid + 1, tower.width)
        // The misspelling is transformers' own and in every file.
        .norm(VISION + "pre_layrnorm", tower.width)
        .layers(VISION, tower.layers, tower.width, tower.inner)
        .norm(VISION + "post_layernorm", tower.width)
        .add("visual_projection.weight", dimension, tower.width)
        .toList();
  }

  private static List<TensorSpec> textTensors(
      Tower tower, int dimension, int context, int vocabulary) {
    return new TensorList()
        .add(TEXT + "embeddings.token_embedding.weight", vocabulary, tower.width)
        .add(TEXT + "embeddings.position_embedding.weight", context, tower.width)
        .layers(TEXT, tower.layers, tower.width, tower.inner)
        .norm(TEXT + "final_layer_norm", tower.width)
        .add("text_projection.weight", dimension, tower.width)
        .toList();
  }
}
