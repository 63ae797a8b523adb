/** HTTP: controllers, request and response records, problem details, OpenAPI. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "embedding",
      "coder",
      "coder :: fewshot",
      "image",
      "image :: fetch",
      "model",
      "encoder",
      "textbank",
      "textgen",
      "labelset",
      "jobs",
      "database",
      "fewshot",
      "classify",
      "security"
    })
package dev.clipcoder.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
