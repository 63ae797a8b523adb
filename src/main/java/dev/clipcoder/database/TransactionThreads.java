package dev.clipcoder.database;

import dev.clipcoder.tracing.Trace;
import dev.clipcoder.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs transactions, each on one of a few platform threads: a native call would pin a virtual thread's carrier. */
final class TransactionThreads implements AutoCloseable {

  /** More callers than this wait for nothing: the database does not keep up. */
  private static final int MOST_WAITING = 4096;

  /** SQLite's codes for busy, locked, read-only, input/output error, full, and cannot open. */
  private static final Set<Integer> SQLITE_UNAVAILABLE = Set.of(5, 6, 8, 10, 13, 14);

  private final ThreadPoolExecutor threads;
  private final TransactionTemplate transaction;
  private final JdbcClient client;
  private final Traces traces;
  private final Timer timer;
  private final Timer failed;

  /** Whether who asked for a connection last got none. One at a time tries again, and all others are told at once. */
  private volatile boolean down;

  private final AtomicBoolean trying = new AtomicBoolean();

  TransactionThreads(
      String name, DataSource source, int size, MeterRegistry meters, Traces traces) {
    this.traces = traces;
    this.timer = timer(name, "ok", meters);
    this.failed = timer(name, "failed", meters);
    this.threads = new ThreadPoolExecutor(
        size,
        size,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(MOST_WAITING),
        Thread.ofPlatform().name("database-" + name + "-", 0).factory());
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(source));
    this.client = JdbcClient.create(source);
  }

  private static Timer timer(String work, String outcome, MeterRegistry meters) {
    return Timer.builder("clipcoder.database")
        .description("Transactions, from when they are asked for until they are committed")
        .tag("work", work)
        .tag("outcome", outcome)
        .register(meters);
  }

  <T extends @Nullable Object> CompletableFuture<T> run(Function<JdbcClient, T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    long begin = System.nanoTime();
    Trace trace = traces.current();
    try {
      threads.execute(() -> {
        if (!result.isDone()) {
          complete(result, work, begin, trace);
        }
      });
    } catch (RejectedExecutionException full) {
      result.completeExceptionally(new DatabaseUnavailableException(full));
    }
    return result;
  }

  private <T extends @Nullable Object> void complete(
      CompletableFuture<T> result, Function<JdbcClient, T> work, long begin, Trace trace) {
    boolean wasDown = down;
    if (wasDown && !trying.compareAndSet(false, true)) {
      result.completeExceptionally(
          new DatabaseUnavailableException(new SQLException("No connection so far")));
      return;
    }
    T value;
    try {
      value = transaction.execute(_ -> work.apply(client));
      down = false;
    } catch (RuntimeException | Error failure) {
      failed.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
      down = failure instanceof CannotCreateTransactionException;
      result.completeExceptionally(
          isUnavailability(failure) ? new DatabaseUnavailableException(failure) : failure);
      return;
    } finally {
      if (wasDown) {
        trying.set(false);
      }
    }
    long end = System.nanoTime();
    timer.record(end - begin, TimeUnit.NANOSECONDS);
    trace.stage("database", begin, end);
    result.complete(value);
  }

  private static boolean isUnavailability(Throwable failure) {
    return switch (failure) {
      case CannotCreateTransactionException _ -> true;
      case TransactionSystemException _ -> true;
      case DataAccessResourceFailureException _ -> true;
      case TransientDataAccessException _ -> true;
      case DataAccessException other ->
        other.getMostSpecificCause() instanceof SQLException sql
            && SQLITE_UNAVAILABLE.contains(sql.getErrorCode() & 0xff)
            && sql.getSQLState() == null;
      default -> false;
    };
  }

  /** Lets what has begun or waits come to its end. */
  @Override
  public void close() {
    threads.close();
  }
}
