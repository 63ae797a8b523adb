package dev.clipcoder.labelset;

import dev.clipcoder.database.Database;
import dev.clipcoder.labelset.Registrations.Change;
import dev.clipcoder.textgen.Generation;
import dev.clipcoder.textgen.TextOrder;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Adds generated texts to whatever version is the latest by then. The new version, and that the generation has come to
 * its end, are one transaction: a process that is killed leaves both or neither.
 */
final class GeneratedVersions {

  /** How often texts are added anew because another version came in between. */
  private static final int MOST_ATTEMPTS = 10;

  private final Database database;
  private final VersionRepository versions;
  private final Supplier<Registrations> registrations;
  private final LabelSetLimits limits;
  private final boolean hasSigmoid;

  GeneratedVersions(
      Database database,
      VersionRepository versions,
      Supplier<Registrations> registrations,
      LabelSetLimits limits,
      boolean hasSigmoid) {
    this.database = database;
    this.versions = versions;
    this.registrations = registrations;
    this.limits = limits;
    this.hasSigmoid = hasSigmoid;
  }

  /**
   * Adds texts.
   *
   * @return the version that has them; empty where the set has gone
   * @throws InvalidDefinitionException if the set would break its limits
   */
  Optional<Integer> add(
      TextGenerationStatus job, String source, TextOrder order, Generation generation) {
    for (int attempt = 1; ; attempt++) {
      try {
        Optional<LabelSetVersion> latest = database.read(sql -> versions.latest(sql, job.setId()));
        return latest.map(version -> add(job, source, version, order, generation));
      } catch (StaleLabelSetException e) {
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private int add(
      TextGenerationStatus job,
      String source,
      LabelSetVersion latest,
      TextOrder order,
      Generation generation) {
    GrowingDefinition grown = new GrowingDefinition(latest.definition());
    Map<Said, Origin> origins = grown.add(order, generation.texts(), limits.maxTextLength());
    GenerationReport report = new GenerationReport(
        source,
        grown.added(),
        grown.dropped(),
        order.pairs().size(),
        generation.dropped(),
        generation.notes());
    if (grown.added() == 0) {
      return database.write(sql -> finish(sql, job, latest.version(), report));
    }
    LabelSetDefinition definition = grown.definition(latest.definition().templates());
    DefinitionRules.check(definition, limits, hasSigmoid);
    Content content = Content.of(definition);
    Change change = new Change(
        latest.version(), true, said -> Objects.requireNonNull(origins.get(said), said::toString));
    int version = database.write(sql -> {
      Registration made =
          registrations.get().register(sql, latest.id(), definition, content, change);
      return finish(sql, job, made.version(), report);
    });
    registrations.get().wake();
    return version;
  }

  private static int finish(
      JdbcClient sql, TextGenerationStatus job, int version, GenerationReport report) {
    GenerationRepository.finish(sql, job.jobId(), version, report);
    return version;
  }
}
