package dev.clipcoder.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * CLIP as transformers' {@code CLIPModel} has it: two pre-norm transformers, the vision tower read at its class
 * token, the causal text tower at the end of text, a linear projection each.
 */
final class ClipFamily implements Family {

  private static final String VISION = "vision_model.";
  private static final String TEXT = "text_model.";

  /** OpenAI's vocabulary and its end of text. */
  private static final int OPENAI_VOCABULARY = 49408;

  private static final long OPENAI_END_OF_TEXT = 49407;

  @Override
  public String modelType() {
    return "clip";
  }

  @Override
  public Architecture describe(JsonNode config) {
    ConfigSection root = ConfigSection.root(config);
    ConfigSection vision = root.section("vision_config", "vision_config_dict");
    ConfigSection text = root.section("text_config", "text_config_dict");
    int dimension = root.positive("projection_dim", 512);
    Tower visionTower = Tower.read(vision, 768, 3072, 12, 12);
    Tower textTower = Tower.read(text, 512, 2048, 12, 8);
    int imageSize = vision.positive("image_size", 224);
    int patch = vision.positive("patch_size", 32);
    vision.require("num_channels", 3, 3);
    if (patch > imageSize) {
      throw vision.invalid("patch_size", patch, "at most image_size, " + imageSize);
    }
    int context = text.positive("max_position_embeddings", 77);
    int vocabulary = text.positive("vocab_size", OPENAI_VOCABULARY);
    return new Architecture(
        modelType(),
        dimension,
        imageSize,
        context,
        vocabulary,
        visionTensors(visionTower, dimension, imageSize / patch, patch),
        textTensors(textTower, dimension, context, vocabulary),
        Set.of("logit_scale", VISION + "embeddings.position_ids", TEXT + "embeddings.position_ids"),
        Map.of(
            "image_heads", visionTower.heads,
            "image_layers", visionTower.layers,
            "image_quick_gelu", visionTower.quickGelu,
            "image_eps", visionTower.epsilon,
            "patch", patch,
            "text_heads", textTower.heads,
            "text_layers", textTower.layers,
            "text_quick_gelu", textTower.quickGelu,
            "text_eps", textTower.epsilon),
        endOfText(text, vocabulary));
  }

  private static EndOfText endOfText(ConfigSection text, int vocabulary) {
    if (vocabulary == OPENAI_VOCABULARY) {
      return new EndOfText.First(OPENAI_END_OF_TEXT);
    }
    int token = text.notNegative("eos_token_id", (int) OPENAI_END_OF_TEXT);
    if (token == 2) {
      return new EndOfText.Highest();
    }
    if (token >= vocabulary) {
      throw text.invalid("eos_token_id", token, "a token below vocab_size, " + vocabulary);
    }
    return new EndOfText.First(token);
  }

  private record Tower(
      int width, int inner, int layers, int heads, boolean quickGelu, double epsilon) {

    static Tower read(ConfigSection config, int width, int inner, int layers, int heads) {
      Tower tower = new Tower(
          config.positive("hidden_size", width),
          config.positive("intermediate_size", inner),
          config.positive("num_hidden_layers", layers),
          config.positive("num_attention_heads", heads),
          config.choice("hidden_act", "quick_gelu", "quick_gelu", "gelu").equals("quick_gelu"),
          config.fraction("layer_norm_eps", 1e-5));
      if (tower.width % tower.heads != 0) {
        throw config.invalid(
            "num_attention_heads", tower.heads, "a divisor of hidden_size, " + tower.width);
      }
      return tower;
    }
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
