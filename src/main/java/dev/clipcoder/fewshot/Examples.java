package dev.clipcoder.fewshot;

import dev.clipcoder.database.Database;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingBytes;
import dev.clipcoder.encoder.EncoderUnavailableException;
import dev.clipcoder.fewshot.ExampleOutcome.Status;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** The examples of support sets: added, removed and listed. When a change returns it is kept. Methods block. */
public final class Examples implements AutoCloseable {

  /** Examples stored together. */
  private static final int CHUNK = 100;

  private final Database database;
  private final SupportSets sets;
  private final ExampleRepository repository;
  private final ExampleCache cache;
  private final FittedSets heads;
  private final SupportLimits limits;
  private final DataSize maxKeptBytes;
  private final double nearDuplicate;
  private final Clock clock;

  /** Comparing many new examples with many that are there is seconds of arithmetic: not for carriers of virtual threads. */
  private final ExecutorService comparer = Executors.newSingleThreadExecutor(
      Thread.ofPlatform().name("few-shot-compare").daemon().factory());

  Examples(
      Database database,
      SupportSets sets,
      ExampleRepository repository,
      ExampleCache cache,
      FittedSets heads,
      SupportLimits limits,
      SupportSetProperties properties,
      Clock clock) {
    this.database = database;
    this.sets = sets;
    this.repository = repository;
    this.cache = cache;
    this.heads = heads;
    this.limits = limits;
    this.maxKeptBytes = properties.maxKeptBytes();
    this.nearDuplicate = properties.nearDuplicate();
    this.clock = clock;
  }

  /** The most examples that a set may have. */
  public int most() {
    return limits.examples();
  }

  /**
   * The label of the set's class that is meant; an underscore reads as a space.
   *
   * @throws InvalidSupportSetException if no class of the set has the label
   */
  public String requireLabel(SupportSet set, String given) {
    List<String> labels = sets.labels(set);
    Optional<String> label = SupportClasses.label(labels, given);
    return label.orElseThrow(() -> InvalidSupportSetException.unknown(
        "label", "Support set '%s' has no class '%s'.".formatted(set.id(), given), given, labels));
  }

  /**
   * A label by which examples can be listed: of a class, or of examples whose class has gone.
   *
   * @throws InvalidSupportSetException if there is neither
   */
  public String requireListed(SupportSet set, String given) {
    return sets.countsByLabel(set.id()).containsKey(given) ? given : requireLabel(set, given);
  }

  /**
   * Adds examples; one that is there with another label gets the new one. Each {@value #CHUNK} are one transaction, and
   * sending all of them again is harmless.
   *
   * @param expected the version that the caller has seen; null if that does not matter
   * @param added with labels as {@link #requireLabel} returns them, no two with the same id
   * @throws UnknownSupportSetException if there is no such set
   * @throws StaleSupportSetException if the set is at another version than expected
   * @throws TooManySupportExamplesException if the set would become too large
   */
  public AddedExamples add(String set, List<NewExample> added, @Nullable Integer expected) {
    List<ExampleOutcome> outcomes = new ArrayList<>(added.size());
    for (int from = 0; from < added.size(); from += CHUNK) {
      List<NewExample> chunk = added.subList(from, Math.min(from + CHUNK, added.size()));
      Map<String, NearExample> near = compare(set, chunk);
      // Only the first of several transactions finds what the caller has seen.
      Integer seen = from == 0 ? expected : null;
      outcomes.addAll(database.write(sql -> add(sql, set, chunk, near, seen)));
    }
    heads.changed(set);
    return new AddedExamples(sets.get(set), outcomes);
  }

  private Map<String, NearExample> compare(String set, List<NewExample> added) {
    try {
      return CompletableFuture.supplyAsync(() -> near(set, added), comparer).join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException reason ? reason : failed;
    } catch (RejectedExecutionException closed) {
      throw new EncoderUnavailableException("The service is shutting down.", closed);
    }
  }

  /** Those of the set, and of the same request, that are nearly the same: {@code added·examples} cosines. */
  private Map<String, NearExample> near(String set, List<NewExample> added) {
    LoadedExamples present = cache.get(set);
    Map<String, NearExample> found = new HashMap<>();
    for (int i = 0; i < added.size(); i++) {
      NewExample example = added.get(i);
      NearExample nearest = null;
      for (StoredExample other : present.examples()) {
        nearest = nearer(nearest, example, other.id(), other.embedding());
      }
      for (NewExample other : added.subList(0, i)) {
        nearest = nearer(nearest, example, other.id(), other.embedding());
      }
      if (nearest != null) {
        found.put(example.id(), nearest);
      }
    }
    return found;
  }

  private @Nullable NearExample nearer(
      @Nullable NearExample nearest, NewExample example, String id, @Nullable Embedding other) {
    if (other == null || id.equals(example.id())) {
      return nearest;
    }
    double similarity = example.embedding().dot(other);
    return similarity >= nearDuplicate && (nearest == null || similarity > nearest.similarity())
        ? new NearExample(id, similarity)
        : nearest;
  }

  private List<ExampleOutcome> add(
      JdbcClient sql,
      String set,
      List<NewExample> added,
      Map<String, NearExample> near,
      @Nullable Integer expected) {
    SupportSet present = locked(sql, set, expected);
    Map<String, ExampleRepository.Row> rows =
        repository.find(sql, set, added.stream().map(NewExample::id).toList());
    long place = SupportSetRepository.nextPlace(sql, set);
    int version = present.version() + 1;
    int changes = 0;
    int places = 0;
    int more = 0;
    long bytes = 0;
    List<ExampleOutcome> outcomes = new ArrayList<>(added.size());
    for (NewExample example : added) {
      ExampleRepository.@Nullable Row row = rows.get(example.id());
      Status status = status(row, example);
      NearExample nearest = near.get(example.id());
      outcomes.add(new ExampleOutcome(
          example.id(),
          example.label(),
          status,
          row == null || row.gone() ? null : row.label(),
          nearest));
      if (status == Status.ADDED || status == Status.RELABELLED) {
        repository.put(sql, set, example, version, place + places, clock.millis(), nearest);
        places++;
      }
      if (status != Status.PRESENT) {
        changes++;
        repository.putEmbedding(sql, set, example.id(), EmbeddingBytes.of(example.embedding()));
        if (example.picture() != null) {
          bytes += ExampleRepository.putPicture(sql, set, example.id(), example.picture());
        }
      }
      more += status == Status.ADDED ? 1 : 0;
    }
    if (present.examples() + more > limits.examples()) {
      throw TooManySupportExamplesException.of(set, (long) present.examples() + more, limits);
    }
    if (bytes > 0 && present.keptBytes() + bytes > maxKeptBytes.toBytes()) {
      throw TooManySupportExamplesException.ofBytes(set, maxKeptBytes);
    }
    if (changes > 0) {
      SupportSetRepository.count(sql, set, changes, places, more, bytes);
    }
    return outcomes;
  }

  private static SupportSet locked(JdbcClient sql, String set, @Nullable Integer expected) {
    SupportSet present =
        SupportSetRepository.lock(sql, set).orElseThrow(() -> new UnknownSupportSetException(set));
    if (expected != null && expected != present.version()) {
      throw new StaleSupportSetException(set, expected, present.version());
    }
    return present;
  }

  private static Status status(ExampleRepository.@Nullable Row row, NewExample example) {
    if (row == null || row.gone()) {
      return Status.ADDED;
    }
    if (!row.label().equals(example.label())) {
      return Status.RELABELLED;
    }
    return row.encoded() ? Status.PRESENT : Status.ENCODED;
  }

  /**
   * Removes an example.
   *
   * @param expected the version that the caller has seen; null if that does not matter
   * @throws UnknownExampleException if the set has no such example
   * @throws StaleSupportSetException if the set is at another version than expected
   */
  public SupportSet remove(String set, String id, @Nullable Integer expected) {
    database.write(sql -> {
      SupportSet present = locked(sql, set, expected);
      ExampleRepository.@Nullable Row row =
          repository.find(sql, set, List.of(id)).get(id);
      if (row == null || row.gone()) {
        throw UnknownExampleException.of(set, id);
      }
      long bytes = ExampleRepository.remove(sql, set, id, present.version() + 1);
      SupportSetRepository.count(sql, set, 1, 0, -1, -bytes);
      return true;
    });
    heads.changed(set);
    return sets.get(set);
  }

  /**
   * A page of the set's examples, in the order in which they came.
   *
   * @param label only of this class; null for all
   * @param missing only those that have no embedding of the loaded model
   * @param after the {@link Example#place} of the last one before; -1 to begin
   */
  public List<Example> list(
      String set, @Nullable String label, boolean missing, long after, int most) {
    SupportSet _ = sets.get(set);
    return database.read(sql -> repository.list(sql, set, label, missing, after, most));
  }

  /**
   * What is kept of an example's picture.
   *
   * @throws UnknownExampleException if there is no such example, or nothing is kept of it
   */
  public KeptPicture picture(String set, String id) {
    SupportSet _ = sets.get(set);
    return database.read(sql -> {
      ExampleRepository.@Nullable Row row =
          repository.find(sql, set, List.of(id)).get(id);
      if (row == null || row.gone()) {
        throw UnknownExampleException.of(set, id);
      }
      return ExampleRepository.picture(sql, set, id)
          .orElseThrow(() -> UnknownExampleException.withoutPicture(set, id));
    });
  }

  @Override
  public void close() {
    comparer.shutdownNow();
  }
}
