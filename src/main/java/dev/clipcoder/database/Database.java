package dev.clipcoder.database;

import dev.clipcoder.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * The database of the service. Work on it is a function that runs in one transaction on a thread of the database and
 * must not call back into it; when a method here returns or its future completes, the transaction is committed.
 */
public final class Database implements AutoCloseable {

  /** Most rows that one transaction should write: SQLite has one writer, and others wait for it. */
  public static final int MOST_ROWS = 500;

  private final Connections connections;
  private final TransactionThreads writing;
  private final TransactionThreads reading;
  private final @Nullable DirectoryLock lock;

  private Database(
      Connections connections, @Nullable DirectoryLock lock, MeterRegistry meters, Traces traces) {
    this.connections = connections;
    this.lock = lock;
    this.writing = new TransactionThreads(
        "write", connections.writing(), connections.writers(), meters, traces);
    this.reading = new TransactionThreads(
        "read", connections.reading(), connections.readers(), meters, traces);
  }

  /**
   * Opens the database and brings its tables up to date.
   *
   * @throws DatabaseOpeningException if that is not possible
   */
  public static Database open(DatabaseProperties properties, MeterRegistry meters, Traces traces) {
    return properties.databaseUrl().isBlank()
        ? openSqlite(properties.dataDir(), meters, traces)
        : openPostgres(properties.databaseUrl(), meters, traces);
  }

  /** Opens it with nobody to measure it. */
  public static Database open(DatabaseProperties properties) {
    return open(properties, new CompositeMeterRegistry(), Traces.NONE);
  }

  private static Database openSqlite(Path directory, MeterRegistry meters, Traces traces) {
    DirectoryLock lock = DirectoryLock.take(directory);
    Path file = directory.resolve("clipcoder.db");
    try {
      migrate(Connections.sqliteSource(file, TransactionMode.DEFERRED), file.toString());
      return new Database(Connections.sqlite(file), lock, meters, traces);
    } catch (RuntimeException failure) {
      lock.close();
      throw failure;
    }
  }

  private static Database openPostgres(String url, MeterRegistry meters, Traces traces) {
    Connections connections;
    try {
      connections = Connections.postgres(url);
    } catch (RuntimeException failure) {
      throw new DatabaseOpeningException(
          "The database of clipcoder.database-url cannot be reached: " + failure.getMessage(),
          failure);
    }
    try {
      // Not by the pool, which gives up on statements that take long.
      migrate(new DriverManagerDataSource(url), "clipcoder.database-url");
    } catch (RuntimeException failure) {
      connections.close();
      throw failure;
    }
    return new Database(connections, null, meters, traces);
  }

  private static void migrate(DataSource source, String name) {
    try {
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(source)
          .locations("classpath:db/migration")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new DatabaseOpeningException(
          "The tables of %s cannot be brought up to date: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** Whether no other process can use this database while it is open. */
  public boolean isExclusive() {
    return lock != null;
  }

  /**
   * Changes something.
   *
   * @throws DatabaseUnavailableException if the database cannot be used at the moment
   */
  public <T extends @Nullable Object> T write(Function<JdbcClient, T> work) {
    return await(writing.run(work));
  }

  /** {@link #write} without waiting; the future fails with what that would throw. */
  public <T extends @Nullable Object> CompletableFuture<T> writeLater(
      Function<JdbcClient, T> work) {
    return writing.run(work);
  }

  /**
   * Reads one state of the database.
   *
   * @throws DatabaseUnavailableException if the database cannot be used at the moment
   */
  public <T extends @Nullable Object> T read(Function<JdbcClient, T> work) {
    return await(reading.run(work));
  }

  /** {@link #read} without waiting; the future fails with what that would throw. */
  public <T extends @Nullable Object> CompletableFuture<T> readLater(Function<JdbcClient, T> work) {
    return reading.run(work);
  }

  private static <T extends @Nullable Object> T await(CompletableFuture<T> result) {
    try {
      return result.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }

  @Override
  public void close() {
    writing.close();
    reading.close();
    connections.close();
    if (lock != null) {
      lock.close();
    }
  }
}
