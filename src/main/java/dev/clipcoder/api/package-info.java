/** HTTP: controllers, request and response records, problem details, OpenAPI. */
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
      "database",
      "fewshot",
      "classify",
      "security"
    })
package dev.clipcoder.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
