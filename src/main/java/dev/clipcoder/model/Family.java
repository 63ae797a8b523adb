package dev.clipcoder.model;

import tools.jackson.databind.JsonNode;

/**
 * A family of architectures: how to read its configuration. Beside it, the family is one TorchScript text of the
 * same name in the encoder.
 */
sealed interface Family permits ClipFamily {

  /** The {@code model_type} that {@code config.json} says. */
  String modelType();

  /**
   * Describes the towers.
   *
   * @throws CheckpointException if the configuration says something that the family cannot be
   */
  Architecture describe(JsonNode config);
}
