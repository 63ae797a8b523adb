/** The use case: one picture and a set of labels to one decision. */
@NullMarked
@ApplicationModule(allowedDependencies = {"embedding", "image", "encoder", "textbank"})
package dev.clipcoder.classify;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
