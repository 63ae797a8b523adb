package dev.clipcoder.fewshot;

import dev.clipcoder.model.ModelDescription;
import java.nio.charset.StandardCharsets;

/**
 * Where the pictures of the loaded checkpoint are: embeddings can be compared within it only.
 *
 * @param id changes with the checkpoint, the tower, the precision and the engine
 */
record ImageSpace(String id) {

  /** To be raised when the engine's image tower comes to compute anything else. */
  private static final int ENGINE_VERSION = 1;

  static ImageSpace of(ModelDescription model) {
    String parts =
        "%s image %s %d".formatted(model.fingerprint(), model.precision(), ENGINE_VERSION);
    return new ImageSpace(ExampleId.sha256(parts.getBytes(StandardCharsets.UTF_8)));
  }
}
