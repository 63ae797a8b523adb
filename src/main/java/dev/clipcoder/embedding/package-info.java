/** Unit vectors, matrices of them, and the arithmetic and codecs that need nothing but Java. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.clipcoder.embedding;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
