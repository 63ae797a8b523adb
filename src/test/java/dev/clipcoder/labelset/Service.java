package dev.clipcoder.labelset;

import dev.clipcoder.database.Database;
import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.encoder.FixedEmbeddings;
import dev.clipcoder.encoder.FixedTextEncoder;
import dev.clipcoder.encoder.TextEncoder;
import dev.clipcoder.jobs.Jobs;
import dev.clipcoder.jobs.RunningJobs;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.textbank.TestStores;
import dev.clipcoder.textbank.TextSpace;
import dev.clipcoder.textbank.TextStore;
import java.time.Clock;

/** Label sets as the service has them, without the rest of it. */
final class Service implements AutoCloseable {

  private final Database database;
  private final TextStore store;
  private final LabelSets sets;
  private final RunningJobs jobs;

  Service(DatabaseProperties properties, TextEncoder encoder, String fingerprint) {
    this.database = Database.open(properties);
    TextSpace space = new TextSpace(fingerprint);
    this.store = TestStores.of(database, encoder, space);
    VersionRepository versions = new VersionRepository(space.id());
    this.jobs = new RunningJobs(database, new BuildJob(database, store, versions));
    this.sets = new LabelSets(
        database,
        jobs.jobs(),
        versions,
        new LabelSetLimits(100, 5000, 200),
        model(fingerprint),
        Clock.systemUTC());
    jobs.start();
    sets.buildMissing();
  }

  private static ModelDescription model(String fingerprint) {
    return new ModelDescription(
        "tiny",
        fingerprint,
        "clip",
        FixedEmbeddings.DIMENSION,
        10.0,
        8,
        FixedTextEncoder.CONTEXT_LENGTH,
        "fp32",
        "cpu",
        1);
  }

  LabelSets sets() {
    return sets;
  }

  TextStore store() {
    return store;
  }

  Jobs jobs() {
    return jobs.jobs();
  }

  @Override
  public void close() {
    jobs.close();
    database.close();
  }
}
