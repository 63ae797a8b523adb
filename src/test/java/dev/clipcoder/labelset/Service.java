package dev.clipcoder.labelset;

import dev.clipcoder.database.Database;
import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.encoder.FixedEmbeddings;
import dev.clipcoder.encoder.FixedTextEncoder;
import dev.clipcoder.encoder.TextEncoder;
import dev.clipcoder.jobs.Jobs;
import dev.clipcoder.jobs.RunningJobs;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.textbank.TestStores;
import dev.clipcoder.textbank.TextSpace;
import dev.clipcoder.textbank.TextStore;
import dev.clipcoder.textgen.LlmAnswers;
import dev.clipcoder.textgen.LlmProperties;
import dev.clipcoder.textgen.LlmSource;
import dev.clipcoder.textgen.PhraseEncoder;
import dev.clipcoder.textgen.TextGenProperties;
import dev.clipcoder.textgen.TextGenerator;
import dev.clipcoder.textgen.TextSource;
import dev.clipcoder.textgen.TextSources;
import dev.clipcoder.textgen.WordNetSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Label sets as the service has them, without the rest of it. */
final class Service implements AutoCloseable {

  private static final TextGenProperties TEXT_GEN =
      new TextGenProperties("wordnet", 0.9, 0.97, 12, 4, 1000);

  private final Database database;
  private final TextStore store;
  private final LabelSets sets;
  private final LabelSetRegistry registry;
  private final PairMeetings meetings;
  private final FileManagedSets files = new FileManagedSets();
  private final RunningJobs jobs;
  private final TextSpace space;

  private final LabelSetGenerator generator;
  private @Nullable Registrations registrations;

  Service(DatabaseProperties properties, TextEncoder encoder, String fingerprint) {
    this(properties, encoder, fingerprint, null);
  }

  /** @param llm null for none */
  Service(
      DatabaseProperties properties,
      TextEncoder encoder,
      String fingerprint,
      @Nullable LlmProperties llm) {
    this.database = Database.open(properties);
    this.space = new TextSpace(fingerprint);
    this.store = TestStores.of(database, encoder, space);
    VersionRepository versions = new VersionRepository(space.id());
    BuildRepository builds = new BuildRepository(space.id());
    this.sets = new LabelSets(database, versions, builds);
    this.meetings = new PairMeetings(database, Clock.systemUTC(), new SimpleMeterRegistry());
    List<TextSource> sources = new ArrayList<>(List.of(new WordNetSource(Clock.systemUTC())));
    if (llm != null) {
      sources.add(new LlmSource(llm, database, Clock.systemUTC(), new SimpleMeterRegistry()));
    }
    TextSources textSources = new TextSources(sources, Map.of());
    LabelSetLimits limits = new LabelSetLimits(100, 20_000, 200);
    PhraseEncoder phrases =
        texts -> store.encode(texts).stream().map(EncodedText::embedding).toList();
    GenerateJob generate = new GenerateJob(
        database,
        phrases,
        versions,
        new GenerationOrders(pairs(), phrases, TEXT_GEN),
        new TextGenerator(TEXT_GEN),
        textSources,
        TEXT_GEN,
        new GeneratedVersions(
            database, versions, () -> Objects.requireNonNull(registrations), limits, false));
    this.jobs = new RunningJobs(database, new BuildJob(database, store, versions), generate);
    this.generator = new LabelSetGenerator(
        database, jobs.jobs(), sets, files, textSources, TEXT_GEN, Clock.systemUTC());
    Registrations registrations = new Registrations(
        database, jobs.jobs(), versions, builds, model(fingerprint), Clock.systemUTC());
    this.registrations = registrations;
    this.registry = new LabelSetRegistry(
        database,
        versions,
        registrations,
        sets,
        meetings,
        files,
        limits,
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
        1,
        null);
  }

  LabelSets sets() {
    return sets;
  }

  LabelSetRegistry registry() {
    return registry;
  }

  LabelSetGenerator generator() {
    return generator;
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
        new LlmAnswers(database),
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
    sets.close();
    database.close();
  }
}
