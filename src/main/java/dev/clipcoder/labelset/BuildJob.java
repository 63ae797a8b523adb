package dev.clipcoder.labelset;

import dev.clipcoder.database.Database;
import dev.clipcoder.jobs.Job;
import dev.clipcoder.jobs.JobKind;
import dev.clipcoder.jobs.JobProgress;
import dev.clipcoder.textbank.TextStore;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Encodes what a version says and has not been encoded yet; its end and the version's readiness are one commit. */
final class BuildJob implements JobKind {

  static final String NAME = "label-set-build";

  private final Database database;
  private final TextStore store;
  private final VersionRepository versions;

  BuildJob(Database database, TextStore store, VersionRepository versions) {
    this.database = database;
    this.store = store;
    this.versions = versions;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String space() {
    return versions.space();
  }

  @Override
  public void run(Job job, JobProgress progress) throws InterruptedException {
    Optional<LabelSetVersion> version = find(LabelSetReference.parse(job.subject()));
    if (version.isEmpty()) {
      // Deleted meanwhile: there is nothing to do.
      return;
    }
    List<String> sentences = Expansion.of(version.get().definition()).sentences();
    store.complete(sentences, new TextStore.Progress() {
      @Override
      public void begin(long alreadyStored, long total) throws InterruptedException {
        progress.begin(alreadyStored, total);
      }

      @Override
      public void report(long stored) throws InterruptedException {
        progress.report(stored);
      }
    });
  }

  private Optional<LabelSetVersion> find(LabelSetReference reference) {
    Integer version = reference.version();
    if (version == null) {
      throw new IllegalStateException("A build is of a version: " + reference);
    }
    return database.read(sql -> versions.find(sql, reference.id(), version));
  }

  @Override
  public void ended(JdbcClient transaction, Job job, Job.State end) {
    versions.endBuild(
        transaction,
        job.id(),
        switch (end) {
          case SUCCEEDED -> BuildState.READY;
          case FAILED -> BuildState.FAILED;
          case CANCELLED -> BuildState.CANCELLED;
          case QUEUED, RUNNING -> throw new IllegalArgumentException("The job is not over: " + end);
        });
    LabelSetReference reference = LabelSetReference.parse(job.subject());
    if (end == Job.State.SUCCEEDED && reference.version() != null) {
      versions.prune(transaction, reference.id(), reference.version());
    }
  }
}
