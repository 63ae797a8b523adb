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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Label sets as the service has them, without the rest of it. */
final class Service implements AutoCloseable {

  private final Database database;
  private final TextStore store;
  private final LabelSets sets;
  private final LabelSetRegistry registry;
  private final PairMeetings meetings;
  private final FileManagedSets files = new FileManagedSets();
  private final RunningJobs jobs;
  private final TextSpace space;

  Service(DatabaseProperties properties, TextEncoder encoder, String fingerprint) {
    this.database = Database.open(properties);
    this.space = new TextSpace(fingerprint);
    this.store = TestStores.of(database, encoder, space);
    VersionRepository versions = new VersionRepository(space.id());
    BuildRepository builds = new BuildRepository(space.id());
    this.jobs = new RunningJobs(database, new BuildJob(database, store, versions));
    this.sets = new LabelSets(database, versions, builds);
    this.meetings = new PairMeetings(database, Clock.systemUTC(), new SimpleMeterRegistry());
    Registrations registrations = new Registrations(
        database, jobs.jobs(), versions, builds, model(fingerprint), Clock.systemUTC());
    this.registry = new LabelSetRegistry(
        database,
        versions,
        registrations,
        sets,
        meetings,
        files,
        new LabelSetLimits(100, 5000, 200),
        model(fingerprint),
        List.of());
    jobs.start();
    registrations.buildMissing();
  }

  private static ModelDescription model(String fingerprint) {
    return new ModelDescription(
        "tiny",
        fingerprint,
        "clip",
        FixedEmbeddings.DIMENSION,
        10.0,
        null,
        8,
        FixedTextEncoder.CONTEXT_LENGTH,
        "fp32",
        "cpu",
        1);
  }

  LabelSets sets() {
    return sets;
  }

  LabelSetRegistry registry() {
    return registry;
  }

  PairMeetings meetings() {
    return meetings;
  }

  LabelSetPairs pairs() {
    return new LabelSetPairs(sets, meetings);
  }

  LabelSetFolder folder(Path directory) {
    return new LabelSetFolder(directory, registry, files, Clock.systemUTC());
  }

  /** As it would be that much later. */
  Upkeep upkeep(Duration keep, Duration later) {
    Clock clock = Clock.offset(Clock.systemUTC(), later);
    return new Upkeep(
        database,
        new BuildRepository(space.id()),
        new VersionRepository(space.id()),
        store,
        keep,
        clock);
  }

  Database database() {
    return database;
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
    meetings.close();
    database.close();
  }
}
