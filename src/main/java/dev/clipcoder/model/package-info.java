/** Finds a checkpoint, verifies it and reads it: configuration, weights, tokenizer, preprocessing, fingerprint. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.clipcoder.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
