/** Tells a tracer what took how long, where there is one: stages of requests that are over, on whatever thread. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.clipcoder.tracing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
