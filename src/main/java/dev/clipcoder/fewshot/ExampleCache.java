package dev.clipcoder.fewshot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.clipcoder.database.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.util.unit.DataSize;

/** The examples of sets in use, in memory; brought up to date by what has changed, whoever changed it. */
final class ExampleCache {

  private static final int KIBI = 1024;

  /** Rows read at a time. */
  private static final int PAGE = 2000;

  private final Database database;
  private final ExampleRepository repository;
  private final Cache<String, LoadedExamples> loaded;

  /** By set, so that nobody loads the same twice at a time. */
  private final ConcurrentHashMap<String, Object> locks = new ConcurrentHashMap<>();

  ExampleCache(Database database, ExampleRepository repository, DataSize most) {
    this.database = database;
    this.repository = repository;
    this.loaded = Caffeine.newBuilder()
        .maximumWeight(Math.ceilDiv(most.toBytes(), KIBI))
        .weigher((String _, LoadedExamples examples) ->
            Math.toIntExact(Math.ceilDiv(examples.bytes(), KIBI)))
        .build();
  }

  /**
   * All examples as they are now. Blocks.
   *
   * @throws UnknownSupportSetException if there is no such set
   */
  LoadedExamples get(String set) {
    synchronized (locks.computeIfAbsent(set, _ -> new Object())) {
      LoadedExamples known = loaded.getIfPresent(set);
      LoadedExamples current = known == null ? load(set) : update(set, known);
      loaded.put(set, current);
      return current;
    }
  }

  private int version(String set) {
    Optional<SupportSet> found = database.read(sql -> SupportSetRepository.find(sql, set));
    return found.orElseThrow(() -> new UnknownSupportSetException(set)).version();
  }

  /** What changes while it is read is found by the next update, as its version is greater. */
  private LoadedExamples load(String set) {
    int version = version(set);
    List<StoredExample> all = new ArrayList<>();
    List<StoredExample> page;
    do {
      long from = all.isEmpty() ? -1 : all.getLast().place();
      page = database.read(sql -> repository.after(sql, set, from, PAGE));
      all.addAll(page);
    } while (page.size() == PAGE);
    return LoadedExamples.of(version, all);
  }

  private LoadedExamples update(String set, LoadedExamples known) {
    int version = version(set);
    if (version == known.version()) {
      return known;
    }
    List<StoredExample> changes =
        database.read(sql -> repository.since(sql, set, known.version(), PAGE + 1));
    // An embedding that has come for an example that was there is no change of the example.
    boolean missingBefore = known.missing() > 0;
    boolean missingNow =
        changes.stream().anyMatch(change -> !change.gone() && change.embedding() == null);
    return changes.size() > PAGE || missingBefore || missingNow
        ? load(set)
        : known.with(version, changes, 0);
  }

  void forget(String set) {
    loaded.invalidate(set);
    locks.remove(set);
  }
}
