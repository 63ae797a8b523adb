package dev.clipcoder.labelset;

import dev.clipcoder.database.Database;
import dev.clipcoder.jobs.Job;
import dev.clipcoder.jobs.JobFailedException;
import dev.clipcoder.jobs.JobKind;
import dev.clipcoder.jobs.JobProgress;
import dev.clipcoder.textgen.ClassName;
import dev.clipcoder.textgen.Generation;
import dev.clipcoder.textgen.PhraseEncoder;
import dev.clipcoder.textgen.TextGenException;
import dev.clipcoder.textgen.TextGenProperties;
import dev.clipcoder.textgen.TextGenerator;
import dev.clipcoder.textgen.TextOrder;
import dev.clipcoder.textgen.TextSource;
import dev.clipcoder.textgen.TextSources;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Generates texts and makes a version that has them; the job is over when that version serves. */
final class GenerateJob implements JobKind {

  static final String NAME = "label-set-generate";

  /** How often the build of the new version is looked at. */
  private static final Duration LOOK = Duration.ofMillis(50);

  /** How often it is said how long that will take. */
  private static final Duration BETWEEN_ESTIMATES = Duration.ofSeconds(1);

  /** Names of classes that are encoded to learn how long texts take. */
  private static final int PROBES = 32;

  private final Database database;
  private final PhraseEncoder encoder;
  private final VersionRepository versions;
  private final GenerationOrders orders;
  private final TextGenerator generator;
  private final TextSources sources;
  private final TextGenProperties properties;
  private final GeneratedVersions generated;

  GenerateJob(
      Database database,
      PhraseEncoder encoder,
      VersionRepository versions,
      GenerationOrders orders,
      TextGenerator generator,
      TextSources sources,
      TextGenProperties properties,
      GeneratedVersions generated) {
    this.database = database;
    this.encoder = encoder;
    this.versions = versions;
    this.orders = orders;
    this.generator = generator;
    this.sources = sources;
    this.properties = properties;
    this.generated = generated;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isSlow() {
    return true;
  }

  @Override
  public void run(Job job, JobProgress progress) throws InterruptedException {
    Optional<GenerationRepository.Stored> stored =
        database.read(sql -> GenerationRepository.find(sql, job.id()));
    if (stored.isEmpty()) {
      // The set was deleted meanwhile: there is nothing to do.
      return;
    }
    TextGenerationStatus status = stored.get().status();
    TimedPhrases phrases = new TimedPhrases(encoder);
    try {
      Optional<Integer> version = status.report() == null
          ? generate(stored.get(), phrases, progress)
          : Optional.of(status.version());
      if (version.isPresent()) {
        awaitBuild(status.setId(), version.get(), phrases.of(added(job.id())), progress);
      }
    } catch (TextGenException | InvalidDefinitionException e) {
      throw new JobFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Texts that the generation has added. */
  private int added(String job) {
    return database
        .read(sql -> GenerationRepository.find(sql, job))
        .map(stored -> stored.status().report())
        .map(GenerationReport::added)
        .orElse(0);
  }

  private Optional<Integer> generate(
      GenerationRepository.Stored stored, TimedPhrases phrases, JobProgress progress)
      throws InterruptedException {
    TextGenerationStatus status = stored.status();
    GenerationRequest request =
        GenerationRequest.read(JsonMapper.shared().readTree(stored.request()), properties);
    Optional<LabelSetVersion> latest = database.read(sql -> versions.latest(sql, status.setId()));
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    TextSource source = sources.get(request.source());
    TextOrder order = orders.of(latest.get(), request);
    progress.later(estimate(order, phrases));
    Generation generation = generator.generate(
        order, source, phrases, new SparseProgress(progress, database, status.jobId()));
    return generated.add(status, source.name(), order, generation);
  }

  /** How long the build will take if the source has as much to say as it is asked for. */
  private static Duration estimate(TextOrder order, TimedPhrases phrases)
      throws InterruptedException {
    List<String> names =
        order.classes().stream().limit(PROBES).map(ClassName::name).toList();
    var _ = phrases.encode(names);
    long ofClasses = order.kinds().isEmpty() ? 0 : (long) order.classes().size() * order.perClass();
    return phrases.of(ofClasses + 2L * order.pairs().size() * order.perPair());
  }

  private void awaitBuild(String id, int version, Duration estimate, JobProgress progress)
      throws InterruptedException {
    long start = System.nanoTime();
    long said = start - BETWEEN_ESTIMATES.toNanos();
    while (true) {
      long now = System.nanoTime();
      if (now - said >= BETWEEN_ESTIMATES.toNanos()) {
        said = now;
        Duration left = estimate.minusNanos(now - start);
        progress.later(left.isNegative() ? Duration.ZERO : left);
      }
      BuildState state = database
          .read(sql -> versions.find(sql, id, version))
          .map(LabelSetVersion::state)
          // Gone: there is nothing to wait for.
          .orElse(BuildState.READY);
      switch (state) {
        case BUILDING -> Thread.sleep(LOOK);
        case READY -> {
          return;
        }
        case FAILED, CANCELLED ->
          throw new JobFailedException(
              "The texts are in version %d of label set '%s', but its build did not come to its end (%s). Put its definition again to repeat that."
                  .formatted(version, id, state.name().toLowerCase(Locale.ROOT)));
      }
    }
  }

  @Override
  public void ended(JdbcClient transaction, Job job, Job.State end) {
    if (end != Job.State.SUCCEEDED) {
      GenerationRepository.drop(transaction, job.id());
    }
  }
}
