/** The one database, SQLite in a file or PostgreSQL by URL: opened, migrated, and called from its own threads. */
@NullMarked
@ApplicationModule(allowedDependencies = {"tracing"})
package dev.clipcoder.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
