/** The mathematics of CODER as pure functions: text kinds, vectors, class scores, decisions, rerank. */
@NullMarked
@ApplicationModule(allowedDependencies = {"embedding"})
package dev.clipcoder.coder;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
