package dev.clipcoder.fewshot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.clipcoder.coder.fewshot.TooManyExamplesException;
import dev.clipcoder.labelset.LabelSetException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * The heads of support sets. A set that has other examples is fitted anew in the background ({@link FitRunner}) while the
 * head before answers. Who asks for a set that has none waits, and so does who asks for one whose classes have changed:
 * the head before would answer with labels that are none any more.
 */
public final class FittedSets implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FittedSets.class);

  private static final int KIBI = 1024;

  private final SupportSets sets;
  private final SupportClasses classes;
  private final Fitting fitting;
  private final Choices choices;
  private final Cache<FitKey, FittedSet> fitted;
  private final FitRunner runner;

  FittedSets(
      SupportSets sets,
      SupportClasses classes,
      Fitting fitting,
      Choices choices,
      DataSize most,
      MeterRegistry meters) {
    this.sets = sets;
    this.classes = classes;
    this.fitting = fitting;
    this.choices = choices;
    long mostWeight = Math.ceilDiv(most.toBytes(), KIBI);
    this.fitted = Caffeine.newBuilder()
        .maximumWeight(mostWeight)
        .weigher((FitKey _, FittedSet set) ->
            Math.toIntExact(Math.min(mostWeight, Math.ceilDiv(set.bytes(), KIBI))))
        .recordStats()
        .build();
    CaffeineCacheMetrics.monitor(meters, fitted, "clipcoder.fewshot.heads");
    Gauge.builder("clipcoder.cache.bytes", fitted, FittedSets::bytes)
        .description("What a cache takes in memory")
        .baseUnit(BaseUnits.BYTES)
        .tag("cache", "clipcoder.fewshot.heads")
        .register(meters);
    this.runner = new FitRunner(sets, fitting, choices, fitted, meters);
  }

  private static double bytes(Cache<?, ?> cache) {
    return (double) KIBI
        * cache.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  /**
   * A head that can answer now; where there is none yet of the classes as they are, as soon as there is. Blocks for the
   * database.
   *
   * @param asked {@code auto} or the id of a method; null for the set's own
   * @throws SupportSetException if there is no such set, or it has no examples; also by the future
   * @throws LabelSetException if its label set cannot serve
   * @throws TooManyExamplesException by the future, if the method cannot take so many
   */
  public CompletableFuture<FittedSet> get(String id, @Nullable String asked) {
    SupportSet set = sets.serve(id);
    FitKey key = key(set, asked);
    if (set.examples() == 0) {
      fitted.invalidate(key);
      throw new NoExamplesException(id);
    }
    String classesKey = classes.of(set.definition()).key();
    FittedSet present = fitted.getIfPresent(key);
    if (present == null || !present.classesKey().equals(classesKey)) {
      return ofClasses(key, classesKey);
    }
    if (!isCurrent(present, key, set)) {
      CompletableFuture<FittedSet> _ = runner.refresh(key);
    }
    return CompletableFuture.completedFuture(present);
  }

  /** What is being fitted may have begun with the classes of before; what is begun after it has not. */
  private CompletableFuture<FittedSet> ofClasses(FitKey key, String classesKey) {
    return runner
        .refresh(key)
        .thenCompose(next -> next.classesKey().equals(classesKey)
            ? CompletableFuture.completedFuture(next)
            : runner.refresh(key));
  }

  private boolean isCurrent(FittedSet present, FitKey key, SupportSet set) {
    Choice choice = choices.known(key);
    return present.set().version() >= set.version()
        && (choice == null || choice.equals(present.choice()));
  }

  private static FitKey key(SupportSet set, @Nullable String asked) {
    return new FitKey(set.id(), asked == null ? set.definition().method() : asked);
  }

  /** The head that answers now, if one is in memory; null otherwise. */
  public @Nullable FittedSet present(SupportSet set) {
    return fitted.getIfPresent(key(set, null));
  }

  /** Whether a head is being fitted, with whatever the set had when that began. */
  public boolean isBeingFitted(SupportSet set) {
    return runner.underWay(key(set, null)) != null;
  }

  /** Whether the head knows all examples, and speaks of the classes as they are. */
  public boolean isCurrent(FittedSet head, SupportSet set) {
    try {
      return head.set().version() >= set.version()
          && head.classesKey().equals(classes.of(set.definition()).key());
    } catch (LabelSetException cannot) {
      log.debug("Support set {} cannot be fitted: {}", set.id(), cannot.getMessage());
      return false;
    }
  }

  /** The last choice of the set's own method; null if none was made. Blocks for the database. */
  public @Nullable Choice choice(SupportSet set) {
    return choices.get(key(set, null));
  }

  /**
   * Waits for a head of at least the version. Blocks: for virtual threads.
   *
   * @return null if it is not there in time, or cannot be
   */
  public @Nullable FittedSet await(String id, int version, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        FittedSet present = get(id, null).get(remaining(deadline), TimeUnit.NANOSECONDS);
        if (present.set().version() >= version) {
          return present;
        }
        CompletableFuture<FittedSet> next = runner.underWay(key(present.set(), null));
        if (next != null) {
          FittedSet _ = next.get(remaining(deadline), TimeUnit.NANOSECONDS);
        }
        if (System.nanoTime() > deadline) {
          return null;
        }
      } catch (SupportSetException | LabelSetException cannot) {
        log.debug("Support set {} has no head: {}", id, cannot.getMessage());
        return null;
      } catch (ExecutionException failed) {
        log.debug("Support set {} was not fitted", id, failed.getCause());
        return null;
      } catch (TimeoutException notYet) {
        return null;
      }
    }
  }

  private static long remaining(long deadline) {
    return Math.max(0, deadline - System.nanoTime());
  }

  /** The set has changed: its head is brought up to date without waiting for a request. */
  public void changed(String id) {
    sets.refresh(id);
    try {
      CompletableFuture<FittedSet> _ = get(id, null);
    } catch (SupportSetException | LabelSetException cannot) {
      log.debug("Support set {} is not fitted: {}", id, cannot.getMessage());
    }
  }

  /** The set has gone. */
  public void forget(String id) {
    fitted.asMap().keySet().removeIf(key -> key.set().equals(id));
    runner.forget(id);
    choices.forget(id);
    fitting.forget(id);
  }

  @Override
  public void close() {
    runner.close();
  }
}
