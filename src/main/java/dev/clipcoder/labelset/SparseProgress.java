package dev.clipcoder.labelset;

import dev.clipcoder.database.Database;
import dev.clipcoder.jobs.JobProgress;
import dev.clipcoder.textgen.GenerationProgress;
import java.time.Duration;

/**
 * Writes down every now and then how far a generation is: thousands of steps a second need not all be stored. What it
 * costs is written down each time.
 */
final class SparseProgress implements GenerationProgress {

  private static final Duration BETWEEN = Duration.ofMillis(500);

  private final JobProgress progress;
  private final Database database;
  private final String job;
  private long total;
  private long written = System.nanoTime();

  SparseProgress(JobProgress progress, Database database, String job) {
    this.progress = progress;
    this.database = database;
    this.job = job;
  }

  @Override
  public void begin(long alreadyDone, long total) throws InterruptedException {
    this.total = total;
    progress.begin(alreadyDone, total);
  }

  @Override
  public void report(long done) throws InterruptedException {
    long now = System.nanoTime();
    if (done == total || now - written > BETWEEN.toNanos()) {
      written = now;
      progress.report(done);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("Generating texts");
    }
  }

  @Override
  public long spent() {
    return database.read(sql -> GenerationRepository.spent(sql, job));
  }

  @Override
  public void spend(long tokens) {
    database.write(sql -> {
      GenerationRepository.spend(sql, job, tokens);
      return true;
    });
  }
}
