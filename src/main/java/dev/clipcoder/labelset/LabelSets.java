package dev.clipcoder.labelset;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.clipcoder.database.Database;
import dev.clipcoder.jobs.Jobs;
import dev.clipcoder.model.ModelDescription;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The label sets. A set has versions; a new one is built by a job while the greatest that is ready serves, so that a
 * change is seen at once and as a whole. Methods block: for virtual threads.
 */
public final class LabelSets {

  private static final Logger log = LoggerFactory.getLogger(LabelSets.class);

  /** How long a replica may serve what another one has replaced. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** Bank texts held in memory, over all sets. */
  private static final long MOST_TEXTS = 2_000_000;

  private final Database database;
  private final Jobs jobs;
  private final VersionRepository versions;
  private final LabelSetLimits limits;
  private final ModelDescription model;
  private final Clock clock;

  /** By id: the version that answers requests. */
  private final Cache<String, Integer> served =
      Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(10_000).build();

  /** By pinned reference; versions never change. */
  private final Cache<LabelSetReference, ServedLabelSet> sets = Caffeine.newBuilder()
      .maximumWeight(MOST_TEXTS)
      .weigher(
          (LabelSetReference _, ServedLabelSet set) -> 1 + set.texts().texts().size())
      .build();

  LabelSets(
      Database database,
      Jobs jobs,
      VersionRepository versions,
      LabelSetLimits limits,
      ModelDescription model,
      Clock clock) {
    this.database = database;
    this.jobs = jobs;
    this.versions = versions;
    this.limits = limits;
    this.model = model;
    this.clock = clock;
  }

  /**
   * Registers or replaces a set. When this returns, the definition is kept and its build is queued.
   *
   * @param json a definition or a published descriptor file
   * @param template how to read the strings of a descriptor file; null for the default
   * @param expected the version that the caller has seen; null if that does not matter, 0 if there must be none
   * @throws InvalidDefinitionException if it cannot be read, or says something impossible
   * @throws LabelSetBuildingException if the latest version is still being built and says something else
   * @throws StaleLabelSetException if the set is at another version than expected
   */
  public Registration put(
      String id, JsonNode json, @Nullable String template, @Nullable Integer expected) {
    LabelSetReference reference = LabelSetReference.parse(id);
    if (reference.version() != null) {
      throw InvalidDefinitionException.impossible(
          "id", "A version is made by the service; put '%s'.".formatted(reference.id()));
    }
    LabelSetDefinition definition = DefinitionReader.read(json, template);
    DefinitionRules.check(definition, limits, hasSigmoid(model));
    return register(id, definition, expected);
  }

  /**
   * Changes the latest version by a JSON merge patch (RFC 7396).
   *
   * @throws UnknownLabelSetException if there is no such set
   */
  public Registration patch(String id, JsonNode patch, @Nullable Integer expected) {
    LabelSetVersion latest = latest(id);
    JsonNode present = JsonMapper.shared().valueToTree(latest.definition());
    // What is patched must still be the latest when it is stored.
    int seen = expected == null ? latest.version() : expected;
    return put(id, MergePatch.apply(present, patch), null, seen);
  }

  static boolean hasSigmoid(ModelDescription model) {
    return model.family().startsWith("siglip");
  }

  private Registration register(
      String id, LabelSetDefinition definition, @Nullable Integer expected) {
    Content content = Content.of(definition);
    Registration registration =
        database.write(sql -> register(sql, id, definition, content, expected));
    jobs.wake();
    return registration;
  }

  private Registration register(
      JdbcClient sql,
      String id,
      LabelSetDefinition definition,
      Content content,
      @Nullable Integer expected) {
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
      if (version.state() == BuildState.BUILDING) {
        throw new LabelSetBuildingException(id, current, version.jobId());
      }
    }
    int next = last + 1;
    versions.insert(
        sql, id, next, content, thresholdsFingerprint(definition, latest), clock.millis());
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

  private String build(JdbcClient sql, String id, int version) {
    String job = Jobs.submit(sql, BuildJob.NAME, new LabelSetReference(id, version).toString());
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

  /**
   * A version, whether it can serve or not: the pinned one; else the one that is served, or before there is any the
   * latest.
   *
   * @throws UnknownLabelSetException if it is not there
   */
  public LabelSetVersion get(LabelSetReference reference) {
    Optional<LabelSetVersion> found = database.read(sql -> {
      Integer pinned = reference.version();
      if (pinned == null) {
        pinned = versions.served(sql, reference.id()).orElse(null);
      }
      return pinned == null
          ? versions.latest(sql, reference.id())
          : versions.find(sql, reference.id(), pinned);
    });
    return found.orElseThrow(() -> new UnknownLabelSetException(reference));
  }

  /** The version that was registered last, built or not. */
  public LabelSetVersion latest(String id) {
    Optional<LabelSetVersion> found = database.read(sql -> versions.latest(sql, id));
    return found.orElseThrow(() -> new UnknownLabelSetException(new LabelSetReference(id, null)));
  }

  /**
   * What answers requests; from memory, at most a second behind the database.
   *
   * @throws UnknownLabelSetException if it is not there
   * @throws LabelSetNotReadyException if its texts are not all encoded for the loaded model
   */
  public ServedLabelSet serve(LabelSetReference reference) {
    LabelSetReference pinned = reference.version() == null
        ? new LabelSetReference(reference.id(), servedVersion(reference))
        : reference;
    return Objects.requireNonNull(sets.get(pinned, this::load));
  }

  private int servedVersion(LabelSetReference reference) {
    Integer known = served.getIfPresent(reference.id());
    if (known != null) {
      return known;
    }
    Optional<Integer> found = database.read(sql -> versions.served(sql, reference.id()));
    int version = found.orElseThrow(
        () -> new LabelSetNotReadyException(reference, latest(reference.id()).state()));
    served.put(reference.id(), version);
    return version;
  }

  private ServedLabelSet load(LabelSetReference pinned) {
    LabelSetVersion version = get(pinned);
    if (version.state() != BuildState.READY) {
      throw new LabelSetNotReadyException(pinned, version.state());
    }
    return new ServedLabelSet(version, Expansion.of(version.definition()));
  }

  /** The sets in the order of their ids, from after the given one; empty to begin with the first. */
  public List<LabelSetSummary> list(String after, int most) {
    return database.read(sql -> versions.ids(sql, after, most).stream()
        .map(id -> versions.summary(sql, id))
        .toList());
  }

  /** The ids of the first sets in their order. */
  public List<String> ids(int most) {
    return database.read(sql -> versions.ids(sql, "", most));
  }

  /**
   * Deletes a set with all its versions.
   *
   * @param expected the version that the caller has seen; null if that does not matter
   * @throws UnknownLabelSetException if there is no such set
   * @throws StaleLabelSetException if the set is at another version than expected
   */
  public void delete(String id, @Nullable Integer expected) {
    database.write(sql -> {
      LabelSetVersion latest = versions
          .latest(sql, id)
          .orElseThrow(() -> new UnknownLabelSetException(new LabelSetReference(id, null)));
      if (expected != null && expected != latest.version()) {
        throw new StaleLabelSetException(id, expected, latest.version());
      }
      versions.delete(sql, id);
      return true;
    });
    served.invalidate(id);
    sets.asMap().keySet().removeIf(reference -> reference.id().equals(id));
  }

  /** Queues the builds that another model has left undone: sets are built anew, one after the other. */
  void buildMissing() {
    List<LabelSetReference> unbuilt = database.read(versions::unbuilt);
    for (LabelSetReference reference : unbuilt) {
      log.info("Label set {} is built for the model {}", reference, model.id());
      database.write(sql -> {
        versions.lockLatest(sql, reference.id());
        return versions.unbuilt(sql).contains(reference)
            ? build(sql, reference.id(), Objects.requireNonNull(reference.version()))
            : "";
      });
    }
    jobs.wake();
  }
}
