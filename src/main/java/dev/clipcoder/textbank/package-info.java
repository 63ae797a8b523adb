/** Text embeddings by content: encoded once, kept, shared by all who ask. */
@NullMarked
@ApplicationModule(allowedDependencies = {"embedding", "encoder"})
package dev.clipcoder.textbank;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
