/** What operators see of the service's life: readiness, warm-up, the start-up line. */
@NullMarked
@ApplicationModule(allowedDependencies = {"model", "encoder", "textbank"})
package dev.clipcoder.ops;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
