/** The use cases: pictures and labels to decisions, pictures and texts to embeddings, pictures to examples. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "tracing",
      "embedding",
      "coder",
      "coder :: fewshot",
      "image",
      "model",
      "encoder",
      "textbank",
      "labelset",
      "fewshot"
    })
package dev.clipcoder.classify;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
