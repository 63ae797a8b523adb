package dev.clipcoder.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * SigLIP as transformers' {@code SiglipModel} has it, which SigLIP 2 of fixed resolution is as well: two pre-norm
 * transformers, the vision tower read by attention pooling, the text tower without a mask at the last position of
 * the padded text, with a projection of its own.
 */
final class SiglipFamily implements Family {

  private static final String FAMILY = "siglip";
  private static final String VISION = "vision_model.";
  private static final String TEXT = "text_model.";
  private static final String TANH = "gelu_pytorch_tanh";

  /**
   * One transformer.
   *
   * @param inner width of the layers between
   * @param tanh whether gelu is the approximation by tanh
   * @param epsilon of the layer norms
   */
  private record Tower(int width, int inner, int layers, int heads, boolean tanh, double epsilon) {}

  @Override
  public String modelType() {
    return FAMILY;
  }

  @Override
  public Architecture describe(JsonNode config) {
    ConfigSection root = ConfigSection.root(HuggingFaceLayout.CONFIG, config);
    ConfigSection vision = root.sparse("vision_config");
    ConfigSection text = root.sparse("text_config");
    Tower visionTower = tower(vision);
    Tower textTower = tower(text);
    int imageSize = vision.positive("image_size", 224);
    int patch = vision.positive("patch_size", 16);
    vision.require("num_channels", 3, 3);
    if (patch > imageSize) {
      throw vision.invalid("patch_size", patch, "at most image_size, " + imageSize);
    }
    if (!vision.flag("vision_use_head", true)) {
      throw vision.invalid("vision_use_head", false, "true: its output is the embedding");
    }
    int dimension = text.positive("projection_size", textTower.width);
    if (dimension != visionTower.width) {
      throw text.invalid(
          "projection_size", dimension, "vision_config's hidden_size, " + visionTower.width);
    }
    int context = text.positive("max_position_embeddings", 64);
    int vocabulary = text.positive("vocab_size", 32000);
    return new Architecture(
        FAMILY,
        dimension,
        imageSize,
        context,
        vocabulary,
        visionTensors(visionTower, imageSize / patch, patch),
        textTensors(textTower, dimension, context, vocabulary),
        Set.of(
            "logit_scale",
            "logit_bias",
            VISION + "embeddings.position_ids",
            TEXT + "embeddings.position_ids"),
        Map.of(
            "image_heads", visionTower.heads,
            "image_layers", visionTower.layers,
            "image_tanh", visionTower.tanh,
            "image_eps", visionTower.epsilon,
            "patch", patch,
            "text_heads", textTower.heads,
            "text_layers", textTower.layers,
            "text_tanh", textTower.tanh,
            "text_eps", textTower.epsilon),
        new EndOfText.Last(),
        true);
  }

  @Override
  public ImagePreprocessing preprocessing(JsonNode config, int imageSize) {
    return PreprocessorConfig.ofSiglip(config, imageSize);
  }

  /** SigLIP's own file first, which transformers reads; SigLIP 2 has only the other. */
  @Override
  public TokenizerSource tokenizer(Path folder) {
    Path sentencePiece = folder.resolve(TokenizerSource.SENTENCE_PIECE);
    if (Files.isRegularFile(sentencePiece)) {
      return new TokenizerSource.SentencePiece(sentencePiece);
    }
    Path complete = folder.resolve(TokenizerSource.JSON);
    if (!Files.isRegularFile(complete)) {
      throw new CheckpointException("%s has no %s, nor %s."
          .formatted(folder, TokenizerSource.SENTENCE_PIECE, TokenizerSource.JSON));
    }
    return new TokenizerSource.Complete(complete);
  }

  private static Tower tower(ConfigSection config) {
    Tower tower = new Tower(
        config.positive("hidden_size", 768),
        config.positive("intermediate_size", 3072),
        config.layers("num_hidden_layers", 12),
        config.positive("num_attention_heads", 12),
        config.choice("hidden_act", TANH, TANH, "gelu").equals(TANH),
        config.fraction("layer_norm_eps", 1e-6));
    if (tower.width % tower.heads != 0) {
      throw config.invalid(
          "num_attention_heads", tower.heads, "a divisor of hidden_size, " + tower.width);
    }
    return tower;
  }

  private static List<TensorSpec> visionTensors(Tower tower, int grid, int patch) {
    long width = tower.width;
    String embeddings = VISION + "embeddings.";
    String head = VISION + "head.";
    return new TensorList()
        .add(embeddings + "patch_embedding.weight", width, 3, patch, patch)
        .add(embeddings + "patch_embedding.bias", width)
        .add(embeddings + "position_embedding.weight", (long) grid * grid, width)
        .layers(VISION, tower.layers, width, tower.inner)
        .norm(VISION + "post_layernorm", width)
        .add(head + "probe", 1, 1, width)
        .add(head + "attention.in_proj_weight", 3 * width, width)
        .add(head + "attention.in_proj_bias", 3 * width)
        .linear(head + "attention.out_proj", width, width)
        .norm(head + "layernorm", width)
        .linear(head + "mlp.fc1", tower.inner, width)
        .linear(head + "mlp.fc2", width, tower.inner)
        .toList();
  }

  private static List<TensorSpec> textTensors(
      Tower tower, int dimension, int context, int vocabulary) {
    return new TensorList()
        .add(TEXT + "embeddings.token_embedding.weight", vocabulary, tower.width)
        .add(TEXT + "embeddings.position_embedding.weight", context, tower.width)
        .layers(TEXT, tower.layers, tower.width, tower.inner)
        .norm(TEXT + "final_layer_norm", tower.width)
        .linear(TEXT + "head", dimension, tower.width)
        .toList();
  }
}
