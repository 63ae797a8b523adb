/** Long work that survives a restart: queued in the database, claimed by lease, cancelled, resumed. */
@NullMarked
@ApplicationModule(allowedDependencies = {"database"})
package dev.clipcoder.jobs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
