package dev.clipcoder.labelset;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.clipcoder.database.Database;
import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.labelset.LabelSetQuality.ClassQuality;
import dev.clipcoder.labelset.LabelSetQuality.KindCounts;
import dev.clipcoder.labelset.LabelSetQuality.Nearest;
import dev.clipcoder.labelset.LabelSetQuality.PairQuality;
import dev.clipcoder.textbank.TextStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Tells how good the texts of label sets are. Measuring a large set takes seconds, and is done one set at a time. */
public final class LabelSetQualities implements AutoCloseable {

  /** Classes whose measures are kept in memory, over all sets. */
  private static final long MOST_CLASSES = 100_000;

  private final Database database;
  private final LabelSets sets;
  private final LabelSetPairs pairs;
  private final TextStore store;

  /** By pinned reference: versions never change. */
  private final Cache<LabelSetReference, BankMeasures> measured = Caffeine.newBuilder()
      .maximumWeight(MOST_CLASSES)
      .weigher((LabelSetReference _, BankMeasures bank) -> 1 + bank.classes().size())
      .build();

  private final ExecutorService measuring = Executors.newSingleThreadExecutor(
      Thread.ofPlatform().name("label-set-quality").daemon().factory());

  LabelSetQualities(Database database, LabelSets sets, LabelSetPairs pairs, TextStore store) {
    this.database = database;
    this.sets = sets;
    this.pairs = pairs;
    this.store = store;
  }

  /**
   * The quality of a version that can serve.
   *
   * @throws UnknownLabelSetException if it is not there
   * @throws LabelSetNotReadyException if its texts are not all encoded for the loaded model
   */
  public LabelSetQuality of(LabelSetReference reference) throws InterruptedException {
    ServedLabelSet set = sets.serve(reference);
    LabelSetVersion version = set.version();
    LabelSetReference pinned = new LabelSetReference(version.id(), version.version());
    BankMeasures bank = measures(pinned, set);
    List<ClassQuality> classes = classes(version.definition(), bank);
    KindCounts kinds =
        classes.stream().map(ClassQuality::texts).reduce(new KindCounts(0, 0, 0), KindCounts::plus);
    int texts = set.texts().texts().size();
    return new LabelSetQuality(
        version,
        texts,
        (double) classes.stream().mapToInt(ClassQuality::truncated).sum() / texts,
        bank.diversity(),
        classes.stream()
            .filter(one -> one.texts().sum() < LabelSetQuality.FEW)
            .map(ClassQuality::label)
            .toList(),
        kinds,
        classes,
        pairs(pinned, classes),
        database
            .read(sql -> GenerationRepository.ofVersion(sql, version.id(), version.version()))
            .orElse(null));
  }

  private BankMeasures measures(LabelSetReference pinned, ServedLabelSet set)
      throws InterruptedException {
    BankMeasures known = measured.getIfPresent(pinned);
    if (known != null) {
      return known;
    }
    try {
      return CompletableFuture.supplyAsync(
              () -> measured.get(pinned, _ -> BankMeasures.of(set, store)), measuring)
          .get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("The texts of %s cannot be measured".formatted(pinned), e);
    }
  }

  private static List<ClassQuality> classes(LabelSetDefinition definition, BankMeasures bank) {
    List<ClassQuality> classes = new ArrayList<>();
    for (int i = 0; i < definition.classes().size(); i++) {
      LabelClass one = definition.classes().get(i);
      BankMeasures.OfClass measures = bank.classes().get(i);
      classes.add(new ClassQuality(
          one.label(),
          one.background(),
          new KindCounts(
              one.texts().attribute().size(),
              one.texts().analogous().size(),
              one.texts().synonym().size()),
          measures.truncated(),
          measures.meanCosine(),
          nearest(definition, measures)));
    }
    return classes;
  }

  private static @Nullable Nearest nearest(
      LabelSetDefinition definition, BankMeasures.OfClass measures) {
    return measures.nearest() < 0
        ? null
        : new Nearest(
            definition.classes().get(measures.nearest()).label(), measures.nearestCosine());
  }

  private PairQuality pairs(LabelSetReference pinned, List<ClassQuality> classes) {
    Set<LabelPair> covered = new HashSet<>();
    for (PairCoverage pair : pairs.withTexts(pinned).pairs()) {
      if (pair.texts() > 0 && pair.otherTexts() > 0) {
        covered.add(LabelPair.of(pair.label(), pair.other()));
      }
    }
    long candidates = classes.stream().filter(one -> !one.background()).count();
    Map<String, Nearest> nearest = new HashMap<>();
    classes.forEach(one -> {
      if (one.nearest() != null) {
        nearest.put(one.label(), one.nearest());
      }
    });
    int nearestCovered = (int) nearest.entrySet().stream()
        .filter(entry ->
            covered.contains(LabelPair.of(entry.getKey(), entry.getValue().label())))
        .count();
    return new PairQuality(
        candidates * (candidates - 1) / 2,
        covered.size(),
        pairs.missing(pinned).pairs().size(),
        nearestCovered);
  }

  /** What is being measured comes to its end. */
  @Override
  public void close() {
    measuring.close();
  }
}
