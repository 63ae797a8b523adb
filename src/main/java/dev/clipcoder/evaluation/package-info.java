/** Pictures with known labels to a report: how well a label set does with the loaded model, by each method. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "embedding",
      "coder",
      "coder :: fewshot",
      "image",
      "model",
      "encoder",
      "textgen",
      "labelset",
      "classify"
    })
package dev.clipcoder.evaluation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
