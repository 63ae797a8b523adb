package dev.clipcoder.fewshot;

import com.github.benmanes.caffeine.cache.Cache;
import dev.clipcoder.coder.fewshot.FewShotKind;
import dev.clipcoder.coder.fewshot.Support;
import dev.clipcoder.coder.fewshot.TooManyExamplesException;
import dev.clipcoder.database.DatabaseException;
import dev.clipcoder.fewshot.Fitting.Material;
import dev.clipcoder.labelset.LabelSetException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits heads on threads of its own. A change keeps the method that was chosen, which is a matter of milliseconds to a
 * second; choosing it, seconds for thousands of examples, is done beside that where it is due (see {@link Choice#isDue}),
 * and its outcome is one more change. One fit of a set runs at a time, whatever comes meanwhile is in the next.
 */
final class FitRunner implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FitRunner.class);

  /** So that one large set does not hold up all others. */
  private static final int CHOOSING_THREADS = 2;

  private final SupportSets sets;
  private final Fitting fitting;
  private final Choices choices;
  private final Cache<FitKey, FittedSet> fitted;
  private final Timer fits;
  private final Timer selections;
  private final ConcurrentHashMap<FitKey, CompletableFuture<FittedSet>> underWay =
      new ConcurrentHashMap<>();
  private final Set<FitKey> beingChosen = ConcurrentHashMap.newKeySet();

  /** Heads by choices that were just made, to begin from in place of those that answer. */
  private final ConcurrentHashMap<FitKey, FittedSet> prepared = new ConcurrentHashMap<>();

  private volatile boolean closed;
  private final ExecutorService fitters = Executors.newSingleThreadExecutor(
      Thread.ofPlatform().name("few-shot-fit").daemon().factory());
  private final ExecutorService choosers = Executors.newFixedThreadPool(
      CHOOSING_THREADS, Thread.ofPlatform().name("few-shot-choice-", 0).daemon().factory());

  /**
   * @param fitted where heads are published, and found by who changes them
   */
  FitRunner(
      SupportSets sets,
      Fitting fitting,
      Choices choices,
      Cache<FitKey, FittedSet> fitted,
      MeterRegistry meters) {
    this.sets = sets;
    this.fitting = fitting;
    this.choices = choices;
    this.fitted = fitted;
    this.fits = Timer.builder("clipcoder.fewshot.fit")
        .description("Fitting the head of a support set by the method that was chosen")
        .register(meters);
    this.selections = Timer.builder("clipcoder.fewshot.choose")
        .description("Choosing the method of a support set on held-out examples")
        .register(meters);
  }

  private static @Nullable FewShotKind kind(FitKey key) {
    return FewShotKind.ofId(key.asked()).orElse(null);
  }

  /** The fit of the set that runs now; null if none does. */
  @Nullable
  CompletableFuture<FittedSet> underWay(FitKey key) {
    return underWay.get(key);
  }

  /** Begins a fit, unless one is under way. */
  CompletableFuture<FittedSet> refresh(FitKey key) {
    CompletableFuture<FittedSet> mine = new CompletableFuture<>();
    CompletableFuture<FittedSet> other = underWay.putIfAbsent(key, mine);
    if (other != null) {
      return other;
    }
    submit(fitters, key, mine, () -> fit(key, mine));
    return mine;
  }

  /** What is done on threads of its own, and may wait for texts to be encoded. */
  private interface Step {
    void run() throws InterruptedException;
  }

  private void submit(
      ExecutorService threads, FitKey key, CompletableFuture<FittedSet> result, Step step) {
    try {
      threads.execute(() -> {
        try {
          step.run();
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
          fail(key, result, stopped);
        } catch (RuntimeException | Error failure) {
          fail(key, result, failure);
        }
      });
    } catch (RejectedExecutionException closed) {
      fail(key, result, closed);
    }
  }

  private void fail(FitKey key, CompletableFuture<FittedSet> result, Throwable failure) {
    if (failure instanceof SupportSetException || failure instanceof TooManyExamplesException) {
      // The head before would speak for examples that are not there any more.
      fitted.invalidate(key);
    } else if (closed) {
      log.debug("Support set {} is fitted after the next start", key.set(), failure);
    } else if (failure instanceof DatabaseException) {
      log.warn("Support set {} is fitted later: {}", key.set(), failure.getMessage());
    } else {
      log.error("Support set {} could not be fitted", key.set(), failure);
    }
    underWay.remove(key, result);
    result.completeExceptionally(failure);
  }

  private void fit(FitKey key, CompletableFuture<FittedSet> result) throws InterruptedException {
    Material material = fitting.gather(sets.get(key.set()));
    Choice choice = choices.get(key);
    int size = material.indexed().size();
    if (choice == null || !Fitting.isPossible(choice, kind(key), size)) {
      chooseFirst(key, material, result);
      return;
    }
    boolean due =
        choice.isDue(size, material.set().changes(), material.classes().key());
    if (due && size <= Choice.SMALL) {
      Support support = fitting.support(material, kind(key));
      publish(key, result, Fitting.fit(material, support, choose(key, material, support)));
      return;
    }
    publish(key, result, fits.record(() -> keepingMethod(key, material, choice)));
    if (due) {
      chooseAgain(key);
    }
  }

  private FittedSet keepingMethod(FitKey key, Material material, Choice choice) {
    FittedSet begin = prepared.remove(key);
    if (begin == null || !begin.choice().equals(choice)) {
      begin = fitted.getIfPresent(key);
    }
    FittedSet changed = Fitting.changed(material, choice, begin);
    if (changed != null) {
      return changed;
    }
    try {
      return Fitting.fit(material, fitting.support(material, kind(key)), choice);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The service is shutting down", stopped);
    }
  }

  /** Small ones at once; a large one must not keep others from being fitted. */
  private void chooseFirst(FitKey key, Material material, CompletableFuture<FittedSet> result)
      throws InterruptedException {
    Step step = () -> {
      Support support = fitting.support(material, kind(key));
      publish(key, result, Fitting.fit(material, support, choose(key, material, support)));
    };
    if (material.indexed().size() <= Choice.SMALL) {
      step.run();
    } else {
      submit(choosers, key, result, step);
    }
  }

  private void chooseAgain(FitKey key) {
    if (beingChosen.add(key)) {
      try {
        choosers.execute(() -> chooseAgainOrLater(key));
      } catch (RejectedExecutionException closed) {
        log.debug("Support set {} is chosen for after the next start", key.set(), closed);
      }
    }
  }

  private void chooseAgainOrLater(FitKey key) {
    boolean chosen = false;
    try {
      chooseAgainNow(key);
      chosen = true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (SupportSetException | LabelSetException gone) {
      log.debug("Support set {} is not chosen for: {}", key.set(), gone.getMessage());
    } catch (DatabaseException later) {
      log.warn("The method of support set {} is chosen later: {}", key.set(), later.getMessage());
    } catch (RuntimeException | Error failure) {
      log.error("The method of support set {} could not be chosen anew", key.set(), failure);
    } finally {
      beingChosen.remove(key);
    }
    // What failed is tried again with the next change, not at once.
    if (chosen && !closed) {
      CompletableFuture<FittedSet> _ = refresh(key);
    }
  }

  /** The fit from nothing is made here too, so that it holds up no change meanwhile. */
  private void chooseAgainNow(FitKey key) throws InterruptedException {
    Material material = fitting.gather(sets.get(key.set()));
    Support support = fitting.support(material, kind(key));
    Choice choice = choice(key, material, support);
    prepared.put(key, Fitting.fit(material, support, choice));
    choices.put(key, choice);
  }

  private Choice choose(FitKey key, Material material, Support support) {
    Choice choice = choice(key, material, support);
    choices.put(key, choice);
    return choice;
  }

  private Choice choice(FitKey key, Material material, Support support) {
    return selections.record(() -> new Choice(
        Fitting.choose(support, kind(key)),
        material.set().version(),
        material.set().changes(),
        material.classes().key()));
  }

  private void publish(FitKey key, CompletableFuture<FittedSet> result, FittedSet set) {
    fitted.put(key, set);
    underWay.remove(key, result);
    result.complete(set);
  }

  /** The set has gone. */
  void forget(String set) {
    prepared.keySet().removeIf(key -> key.set().equals(set));
  }

  /** Does not wait: nobody needs any more what is computed. */
  @Override
  public void close() {
    closed = true;
    fitters.shutdownNow();
    choosers.shutdownNow();
  }
}
