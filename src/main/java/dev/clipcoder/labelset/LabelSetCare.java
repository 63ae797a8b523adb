package dev.clipcoder.labelset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** What is done for label sets at intervals, on a thread of its own: looking at their folder, and cleaning up. */
final class LabelSetCare implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LabelSetCare.class);

  /** After the start there is more urgent work. */
  private static final Duration FIRST_CLEANING = Duration.ofMinutes(10);

  private static final Duration BETWEEN_CLEANINGS = Duration.ofDays(1);

  private final Duration poll;
  private final Upkeep upkeep;
  private final @Nullable LabelSetFolder folder;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().name("label-set-care").daemon().factory());

  /** @throws InvalidConfigurationPropertyValueException if the folder is none */
  LabelSetCare(
      LabelSetProperties properties,
      Upkeep upkeep,
      LabelSetRegistry registry,
      FileManagedSets files,
      Clock clock) {
    this.poll = properties.poll();
    this.upkeep = upkeep;
    Path dir = properties.dir();
    if (dir != null && !Files.isDirectory(dir)) {
      throw new InvalidConfigurationPropertyValueException(
          "clipcoder.label-sets.dir",
          dir,
          "There is no such folder. Make it, or leave the property out.");
    }
    this.folder = dir == null ? null : new LabelSetFolder(dir, registry, files, clock);
  }

  /** The first look at the folder is over when this returns. */
  void start() {
    if (folder != null) {
      folder.reconcile();
      var _ = thread.scheduleWithFixedDelay(
          this::reconcileOrWait, poll.toMillis(), poll.toMillis(), TimeUnit.MILLISECONDS);
    }
    var _ = thread.scheduleWithFixedDelay(
        upkeep::cleanOrWait,
        FIRST_CLEANING.toMinutes(),
        BETWEEN_CLEANINGS.toMinutes(),
        TimeUnit.MINUTES);
  }

  private void reconcileOrWait() {
    try {
      if (folder != null) {
        folder.reconcile();
      }
    } catch (RuntimeException e) {
      log.error("The folder of label sets is looked at again later", e);
    }
  }

  /** What runs comes to its end. */
  @Override
  public void close() {
    thread.close();
  }
}
