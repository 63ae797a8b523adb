/** The use cases: pictures and labels to decisions, pictures and texts to embeddings. */
@NullMarked
@ApplicationModule(allowedDependencies = {"embedding", "image", "model", "encoder", "textbank"})
package dev.clipcoder.classify;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
