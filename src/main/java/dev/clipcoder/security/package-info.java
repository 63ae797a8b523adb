/** Who may do what: API keys with roles, and what is served where there are none. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.clipcoder.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
