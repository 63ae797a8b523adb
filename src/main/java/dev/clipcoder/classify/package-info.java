/** The use cases: pictures and labels to decisions, pictures and texts to embeddings. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {"embedding", "coder", "image", "model", "encoder", "textbank", "labelset"
    })
package dev.clipcoder.classify;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
