package dev.clipcoder.labelset;

import dev.clipcoder.database.Database;
import dev.clipcoder.jobs.Job;
import dev.clipcoder.jobs.Jobs;
import dev.clipcoder.model.ModelDescription;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes versions of sound definitions, each in one transaction with the job that builds it. */
final class Registrations {

  private static final Logger log = LoggerFactory.getLogger(Registrations.class);

  private final Database database;
  private final Jobs jobs;
  private final VersionRepository versions;
  private final BuildRepository builds;
  private final ModelDescription model;
  private final Clock clock;

  Registrations(
      Database database,
      Jobs jobs,
      VersionRepository versions,
      BuildRepository builds,
      ModelDescription model,
      Clock clock) {
    this.database = database;
    this.jobs = jobs;
    this.versions = versions;
    this.builds = builds;
    this.model = model;
    this.clock = clock;
  }

  /**
   * @param expected the version that the caller has seen; null if that does not matter, 0 if there must be none
   * @param source where what is new comes from
   */
  Registration register(
      String id, LabelSetDefinition definition, @Nullable Integer expected, String source) {
    Content content = Content.of(definition);
    Registration registration =
        database.write(sql -> register(sql, id, definition, content, expected, source));
    jobs.wake();
    return registration;
  }

  private Registration register(
      JdbcClient sql,
      String id,
      LabelSetDefinition definition,
      Content content,
      @Nullable Integer expected,
      String source) {
    Origin origin = new Origin(source, clock.instant());
    return register(sql, id, definition, content, new Change(expected, false, _ -> origin));
  }

  /**
   * What a definition has to do with the version before.
   *
   * @param expected the version that the caller has seen; null if that does not matter, 0 if there must be none
   * @param evenIfBuilding whether the version before may still be building
   * @param origin of the texts that are new
   */
  record Change(
      @Nullable Integer expected, boolean evenIfBuilding, Function<Said, Origin> origin) {}

  /** The same in a transaction that the caller has begun; {@link Jobs#wake} once it is committed. */
  Registration register(
      JdbcClient sql, String id, LabelSetDefinition definition, Content content, Change change) {
    Integer expected = change.expected();
    int last = versions.lockLatest(sql, id);
    Optional<LabelSetVersion> latest = versions.latest(sql, id);
    int current = latest.map(LabelSetVersion::version).orElse(0);
    if (expected != null && expected != current) {
      throw new StaleLabelSetException(id, expected, current);
    }
    if (latest.isPresent()) {
      LabelSetVersion version = latest.get();
      if (versions.contentHash(sql, id, current).equals(Optional.of(content.hash()))) {
        return same(sql, version);
      }
      if (version.state() == BuildState.BUILDING && !change.evenIfBuilding()) {
        throw new LabelSetBuildingException(id, current, version.jobId());
      }
    }
    int next = last + 1;
    versions.insert(
        sql,
        id,
        next,
        content,
        thresholdsFingerprint(definition, latest),
        Provenance.of(definition, change.origin(), latest.orElse(null)),
        clock.millis());
    String job = build(sql, id, next);
    return new Registration(id, next, true, BuildState.BUILDING, job);
  }

  /** Nothing new; but a build that did not end is begun again. */
  private Registration same(JdbcClient sql, LabelSetVersion version) {
    String job = version.jobId();
    BuildState state = version.state();
    if (state == BuildState.FAILED || state == BuildState.CANCELLED) {
      job = build(sql, version.id(), version.version());
      state = BuildState.BUILDING;
    }
    return new Registration(version.id(), version.version(), false, state, job);
  }

  /** Nobody waits for the texts of a version that is gone. */
  void cancelBuild(LabelSetVersion gone) {
    if (gone.state() == BuildState.BUILDING && !gone.jobId().isEmpty()) {
      Job job = jobs.cancel(gone.jobId());
      log.info("Label set {} is gone; its build {} is cancelled", gone.id(), job.id());
    }
  }

  /** Nobody waits for texts for a set that is gone. */
  void cancelGenerations(String id, List<String> generations) {
    for (String generation : generations) {
      Job job = jobs.cancel(generation);
      log.info("Label set {} is gone; its generation {} is cancelled", id, job.id());
    }
  }

  /** After a registration in the caller's own transaction. */
  void wake() {
    jobs.wake();
  }

  private String build(JdbcClient sql, String id, int version) {
    String job = Jobs.submit(
        sql, BuildJob.NAME, new LabelSetReference(id, version).toString(), versions.space());
    versions.build(sql, id, version, job);
    return job;
  }

  /** Thresholds that were not touched are still those that were found with the checkpoint of then. */
  private @Nullable String thresholdsFingerprint(
      LabelSetDefinition definition, Optional<LabelSetVersion> latest) {
    if (!definition.decision().hasThresholds()) {
      return null;
    }
    return latest
        .filter(before -> before.definition().decision().equals(definition.decision()))
        .map(LabelSetVersion::thresholdsFingerprint)
        .orElse(model.fingerprint());
  }

  /** Queues the builds that another model has left undone: sets are built anew, one after the other. */
  void buildMissing() {
    List<LabelSetReference> unbuilt = database.read(builds::unbuilt);
    for (LabelSetReference reference : unbuilt) {
      log.info("Label set {} is built for the model {}", reference, model.id());
      database.write(sql -> {
        versions.lockLatest(sql, reference.id());
        return builds.unbuilt(sql).contains(reference)
            ? build(sql, reference.id(), Objects.requireNonNull(reference.version()))
            : "";
      });
    }
    jobs.wake();
  }
}
