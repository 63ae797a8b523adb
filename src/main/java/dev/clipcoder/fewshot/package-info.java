/** Support sets: examples of classes, how they are kept, and the heads that are fitted on them. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "embedding",
      "coder",
      "coder :: fewshot",
      "image",
      "model",
      "encoder",
      "textbank",
      "labelset",
      "jobs",
      "database"
    })
package dev.clipcoder.fewshot;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
