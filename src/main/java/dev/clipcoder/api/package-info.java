/** HTTP: controllers, request and response records, problem details, OpenAPI. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "embedding",
      "coder",
      "image",
      "model",
      "encoder",
      "textbank",
      "labelset",
      "jobs",
      "database",
      "classify",
      "security"
    })
package dev.clipcoder.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
