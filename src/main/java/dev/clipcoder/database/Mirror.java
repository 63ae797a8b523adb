package dev.clipcoder.database;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What every request asks for, in memory: read from the database by the first who asks, and from then on every second
 * by a thread of its own, for all that is in use together. So a request waits for the database only when nobody has
 * asked before, what other replicas change is seen within two seconds, and while the database does not answer the last
 * that was known serves on.
 *
 * @param <V> what is known of an id, with {@code equals}
 */
public final class Mirror<V> implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Mirror.class);

  /** How far memory may be behind, but for the time that reading takes. */
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  /** What nobody asks for is not read any more. */
  private static final Duration IN_USE = Duration.ofMinutes(10);

  private static final int MOST = 10_000;

  private final String name;
  private final Database database;
  private final BiFunction<JdbcClient, Collection<String>, Map<String, V>> query;
  private final Cache<String, V> known =
      Caffeine.newBuilder().expireAfterAccess(IN_USE).maximumSize(MOST).build();
  private final ScheduledExecutorService reader;
  private boolean answered = true;

  /**
   * @param name of what is kept, for the log
   * @param query what there is of at most {@link Database#MOST_ROWS} ids
   */
  public Mirror(
      String name,
      Database database,
      BiFunction<JdbcClient, Collection<String>, Map<String, V>> query) {
    this.name = name;
    this.database = database;
    this.query = query;
    this.reader = Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name("mirror").daemon().factory());
    var _ = reader.scheduleWithFixedDelay(
        this::readAgain, BETWEEN.toMillis(), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * What there is.
   *
   * @throws DatabaseUnavailableException if nobody has asked before and the database does not answer
   */
  public Optional<V> get(String id) {
    V present = known.getIfPresent(id);
    if (present != null) {
      return Optional.of(present);
    }
    Optional<V> read =
        Optional.ofNullable(database.read(sql -> query.apply(sql, List.of(id))).get(id));
    read.ifPresent(value -> known.put(id, value));
    return read;
  }

  /** It has changed: the next who asks reads it from the database. */
  public void forget(String id) {
    known.invalidate(id);
  }

  private void readAgain() {
    try {
      // As it is before the database is asked; what changes meanwhile is newer than its answer.
      Map<String, V> before = Map.copyOf(known.asMap());
      List<String> ids = new ArrayList<>(before.keySet());
      for (int from = 0; from < ids.size(); from += Database.MOST_ROWS) {
        readAgain(ids.subList(from, Math.min(from + Database.MOST_ROWS, ids.size())), before);
      }
      if (!answered) {
        log.info("The {} are up to date again", name);
      }
      answered = true;
    } catch (DatabaseException e) {
      if (answered) {
        log.warn("The {} stay as they are: {}", name, e.getMessage());
      }
      answered = false;
    } catch (RuntimeException e) {
      log.error("The {} stay as they are", name, e);
    }
  }

  private void readAgain(List<String> ids, Map<String, V> before) {
    Map<String, V> now = database.read(sql -> query.apply(sql, ids));
    for (String id : ids) {
      V old = before.get(id);
      V current = now.get(id);
      if (current == null) {
        known.asMap().remove(id, old);
      } else if (!current.equals(old)) {
        known.asMap().replace(id, old, current);
      }
    }
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
