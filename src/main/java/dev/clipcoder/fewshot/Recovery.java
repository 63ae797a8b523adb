package dev.clipcoder.fewshot;

import dev.clipcoder.database.Database;
import dev.clipcoder.jobs.Jobs;
import dev.clipcoder.jobs.UnknownJobException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** After a change of checkpoint: queues what encodes the originals that sets have kept. */
final class Recovery {

  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final Database database;
  private final ExampleRepository repository;
  private final Jobs jobs;

  Recovery(Database database, ExampleRepository repository, Jobs jobs) {
    this.database = database;
    this.repository = repository;
    this.jobs = jobs;
  }

  void begin() {
    List<UnreadySupportSet> unready =
        database.read(sql -> repository.unready(sql, Integer.MAX_VALUE));
    for (UnreadySupportSet set : unready) {
      int lost = set.missing() - set.originals();
      if (lost > 0) {
        log.warn(
            "Support set {}: {} of {} examples were encoded by another model and must be uploaded again",
            set.id(),
            lost,
            set.examples());
      }
      if (set.originals() > 0 && !isUnderWay(set.jobId())) {
        log.info("Support set {}: {} originals are encoded", set.id(), set.originals());
        database.write(sql -> {
          String job = Jobs.submit(sql, OriginalsJob.NAME, set.id(), repository.space());
          SupportSetRepository.setJob(sql, set.id(), job);
          return true;
        });
      }
    }
    jobs.wake();
  }

  private boolean isUnderWay(@Nullable String job) {
    try {
      return job != null && !jobs.get(job).state().isOver();
    } catch (UnknownJobException cleaned) {
      log.debug("Job {} is over and forgotten", job, cleaned);
      return false;
    }
  }
}
