package dev.clipcoder.labelset;

import dev.clipcoder.database.Database;
import dev.clipcoder.database.DatabaseException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the pairs of labels that met in a rerank without texts that tell them apart. Counting is in memory, and every
 * few seconds a thread of its own adds what has come together to the database; a crash loses what came since.
 */
public final class PairMeetings implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PairMeetings.class);

  private static final Duration BETWEEN = Duration.ofSeconds(5);

  /** Different pairs counted between two writes; what goes beyond is not counted. */
  static final int MOST_PENDING = 20_000;

  /** Rows of one transaction. */
  private static final int CHUNK = Database.MOST_ROWS;

  private final Database database;
  private final Clock clock;
  private final Counter uncounted;
  private final ConcurrentMap<Meeting, Long> pending = new ConcurrentHashMap<>();
  private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().name("pair-meetings").daemon().factory());

  private record Meeting(String set, LabelPair pair) {}

  PairMeetings(Database database, Clock clock, MeterRegistry meters) {
    this.database = database;
    this.clock = clock;
    this.uncounted = Counter.builder("clipcoder.rerank.pairs.uncounted")
        .description("Pairs without texts that were not counted for want of room")
        .register(meters);
    var _ = writer.scheduleWithFixedDelay(
        this::writeOrWait, BETWEEN.toMillis(), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Counts pairs of one rerank. Never waits. */
  public void met(String set, List<LabelPair> pairs) {
    for (LabelPair pair : pairs) {
      Meeting meeting = new Meeting(set, pair);
      if (pending.size() < MOST_PENDING || pending.containsKey(meeting)) {
        pending.merge(meeting, 1L, Long::sum);
      } else {
        uncounted.increment();
      }
    }
  }

  /** What has been counted of a set, here and, a few seconds behind, by other replicas. */
  Map<LabelPair, PairMeeting> of(String set) {
    Map<LabelPair, PairMeeting> all = new HashMap<>();
    database.read(sql -> PairRepository.of(sql, set)).forEach(one -> all.put(one.pair(), one));
    Instant now = clock.instant();
    pending.forEach((meeting, met) -> {
      if (meeting.set().equals(set)) {
        all.merge(
            meeting.pair(),
            new PairMeeting(meeting.pair(), met, now),
            (stored, fresh) -> new PairMeeting(stored.pair(), stored.met() + met, now));
      }
    });
    return all;
  }

  private void writeOrWait() {
    try {
      write();
    } catch (DatabaseException e) {
      log.warn("The pairs that met are written later: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("The pairs that met cannot be written", e);
    }
  }

  /** Adds what is pending to the database. What cannot be written stays pending. */
  void write() {
    List<Meeting> meetings = pending.keySet().stream()
        .sorted(Comparator.comparing(Meeting::set)
            .thenComparing(meeting -> meeting.pair().first())
            .thenComparing(meeting -> meeting.pair().second()))
        .toList();
    for (int from = 0; from < meetings.size(); from += CHUNK) {
      write(meetings.subList(from, Math.min(from + CHUNK, meetings.size())));
    }
    meetings.stream()
        .map(Meeting::set)
        .collect(Collectors.toCollection(java.util.TreeSet::new))
        .forEach(set -> database.write(sql -> {
          PairRepository.prune(sql, set, PairRepository.KEPT);
          return true;
        }));
  }

  private void write(List<Meeting> chunk) {
    Map<Meeting, Long> counted = new HashMap<>();
    chunk.forEach(meeting -> {
      Long met = pending.remove(meeting);
      if (met != null) {
        counted.put(meeting, met);
      }
    });
    List<Meeting> order = new ArrayList<>(chunk);
    order.retainAll(counted.keySet());
    long now = clock.millis();
    try {
      database.write(sql -> {
        order.forEach(meeting -> PairRepository.add(
            sql, meeting.set(), meeting.pair(), counted.getOrDefault(meeting, 0L), now));
        return true;
      });
    } catch (RuntimeException e) {
      counted.forEach((meeting, met) -> pending.merge(meeting, met, Long::sum));
      throw e;
    }
  }

  /** The set is gone, and what was counted of it. */
  void forget(String set) {
    pending.keySet().removeIf(meeting -> meeting.set().equals(set));
  }

  /** Writes what is left. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      boolean _ = writer.awaitTermination(BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writeOrWait();
  }
}
