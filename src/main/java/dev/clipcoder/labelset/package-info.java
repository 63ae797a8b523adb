/** Label sets: what they say, which texts that makes, their versions and how these become ready to serve. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "embedding",
      "coder",
      "model",
      "encoder",
      "textbank",
      "textgen",
      "jobs",
      "database"
    })
package dev.clipcoder.labelset;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
