package dev.clipcoder.model;

import dev.clipcoder.model.ClipShape.Tower;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/**
 * CLIP as transformers' {@code CLIPModel} has it: two pre-norm transformers, the vision tower read at its class
 * token, the causal text tower at the end of text, a linear projection each.
 */
final class ClipFamily implements Family {

  /** OpenAI's vocabulary and its end of text. */
  private static final int OPENAI_VOCABULARY = 49408;

  private static final long OPENAI_END_OF_TEXT = 49407;

  @Override
  public String modelType() {
    return ClipShape.FAMILY;
  }

  @Override
  public Architecture describe(JsonNode config) {
    ConfigSection root = ConfigSection.root(HuggingFaceLayout.CONFIG, config);
    ConfigSection vision = root.section("vision_config", "vision_config_dict");
    ConfigSection text = root.section("text_config", "text_config_dict");
    int dimension = root.positive("projection_dim", 512);
    Tower visionTower = tower(vision, 768, 3072, 12, 12);
    Tower textTower = tower(text, 512, 2048, 12, 8);
    int imageSize = vision.positive("image_size", 224);
    int patch = vision.positive("patch_size", 32);
    vision.require("num_channels", 3, 3);
    if (patch > imageSize) {
      throw vision.invalid("patch_size", patch, "at most image_size, " + imageSize);
    }
    int context = text.positive("max_position_embeddings", 77);
    int vocabulary = text.positive("vocab_size", OPENAI_VOCABULARY);
    return new ClipShape(
            dimension,
            imageSize,
            patch,
            context,
            vocabulary,
            visionTower,
            textTower,
            endOfText(text, vocabulary))
        .architecture();
  }

  @Override
  public ImagePreprocessing preprocessing(JsonNode config, int imageSize) {
    return PreprocessorConfig.ofClip(config, imageSize);
  }

  @Override
  public TokenizerSource tokenizer(Path folder) {
    TokenizerSource found = TokenizerSource.find(folder);
    if (found == null) {
      throw new CheckpointException("%s has no %s, nor %s with %s."
          .formatted(
              folder, TokenizerSource.JSON, TokenizerSource.VOCABULARY, TokenizerSource.MERGES));
    }
    return found;
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

  private static Tower tower(ConfigSection config, int width, int inner, int layers, int heads) {
    Tower tower = new Tower(
        config.positive("hidden_size", width),
        config.positive("intermediate_size", inner),
        config.layers("num_hidden_layers", layers),
        config.positive("num_attention_heads", heads),
        config.choice("hidden_act", "quick_gelu", "quick_gelu", "gelu").equals("quick_gelu"),
        config.fraction("layer_norm_eps", 1e-5));
    if (tower.width() % tower.heads() != 0) {
      throw config.invalid(
          "num_attention_heads", tower.heads(), "a divisor of hidden_size, " + tower.width());
    }
    return tower;
  }
}
