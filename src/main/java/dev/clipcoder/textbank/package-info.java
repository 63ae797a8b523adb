/** Text embeddings by content: encoded once, kept in memory and in the database, shared by all who ask. */
@NullMarked
@ApplicationModule(allowedDependencies = {"embedding", "model", "encoder", "database"})
package dev.clipcoder.textbank;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
