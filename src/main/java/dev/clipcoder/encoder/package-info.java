/** Images and texts to embeddings: the device thread, its batching and its admission. */
@NullMarked
@ApplicationModule(allowedDependencies = {"embedding", "image", "model"})
package dev.clipcoder.encoder;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
