package dev.clipcoder.labelset;

import dev.clipcoder.database.Database;
import dev.clipcoder.database.DatabaseException;
import dev.clipcoder.labelset.BuildRepository.Build;
import dev.clipcoder.textbank.TextSpace;
import dev.clipcoder.textbank.TextStore;
import dev.clipcoder.textgen.LlmAnswers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes embeddings that no version needs any more: those of every version that is kept are marked as used, for every
 * checkpoint that it was built for, and what has not been marked for long is deleted. So are old answers of language
 * models.
 */
final class Upkeep {

  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  private final Database database;
  private final BuildRepository builds;
  private final VersionRepository versions;
  private final TextStore store;
  private final Duration keep;
  private final LlmAnswers answers;
  private final Duration keepAnswers;
  private final Clock clock;

  Upkeep(
      Database database,
      BuildRepository builds,
      VersionRepository versions,
      TextStore store,
      Duration keep,
      LlmAnswers answers,
      Duration keepAnswers,
      Clock clock) {
    this.database = database;
    this.builds = builds;
    this.versions = versions;
    this.store = store;
    this.keep = keep;
    this.answers = answers;
    this.keepAnswers = keepAnswers;
    this.clock = clock;
  }

  /** Begun at intervals; what goes wrong is put off to the next time. */
  void cleanOrWait() {
    try {
      long deleted = clean();
      log.info("{} embeddings of texts deleted that no label set needs", deleted);
      log.info("{} old answers of language models deleted", deleteOldAnswers());
    } catch (DatabaseException e) {
      log.warn("Embeddings and answers are cleaned later: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("Embeddings and answers cannot be cleaned", e);
    }
  }

  /** Returns how many were deleted. */
  long deleteOldAnswers() {
    return answers.deleteBefore(clock.instant().minus(keepAnswers));
  }

  /** Returns how many embeddings were deleted. */
  long clean() {
    long now = clock.millis();
    // Marked at half the time only, so that what is needed is seldom written.
    long stale = now - keep.toMillis() / 2;
    for (Build build : database.read(builds::all)) {
      Optional<LabelSetVersion> version = database.read(
          sql -> versions.find(sql, build.reference().id(), build.reference().pinnedVersion()));
      if (version.isPresent()) {
        List<String> sentences = Expansion.of(version.get().definition()).sentences();
        store.markUsed(new TextSpace(build.space()), sentences, now, stale);
      }
    }
    return store.deleteUnused(now - keep.toMillis());
  }
}
