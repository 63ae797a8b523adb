package dev.clipcoder.model;

import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/**
 * A family of architectures: how to read its configuration. Beside it, the family is one TorchScript text of the
 * same name in the encoder. How its files are called and written is the business of a {@link Layout}.
 */
sealed interface Family permits ClipFamily, SiglipFamily {

  /** The {@code model_type} that transformers' {@code config.json} says. */
  String modelType();

  /**
   * Describes the towers by transformers' {@code config.json}.
   *
   * @throws CheckpointException if the configuration says something that the family cannot be
   */
  Architecture describe(JsonNode config);

  /**
   * How pictures are prepared, by transformers' {@code preprocessor_config.json}.
   *
   * @throws CheckpointException if it says something that the family cannot be given
   */
  ImagePreprocessing preprocessing(JsonNode config, int imageSize);

  /**
   * The best tokenizer that a folder has.
   *
   * @throws CheckpointException if it has none
   */
  TokenizerSource tokenizer(Path folder);
}
