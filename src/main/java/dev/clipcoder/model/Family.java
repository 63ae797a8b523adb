package dev.clipcoder.model;

import tools.jackson.databind.JsonNode;

/**
 * A family of architectures: how to read its configuration. Beside it, the family is one TorchScript text of the
 * same name in the encoder. How its files are called and written is the business of a {@link Layout}.
 */
sealed interface Family permits ClipFamily {

  /** The {@code model_type} that transformers' {@code config.json} says. */
  String modelType();

  /**
   * Describes the towers by transformers' {@code config.json}.
   *
   * @throws CheckpointException if the configuration says something that the family cannot be
   */
  Architecture describe(JsonNode config);
}
