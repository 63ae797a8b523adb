/** The generator of texts: from the names of classes to what is said about them, by WordNet or a language model. */
@NullMarked
@ApplicationModule(allowedDependencies = {"embedding", "coder", "database"})
package dev.clipcoder.textgen;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
