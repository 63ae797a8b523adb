package dev.clipcoder.labelset;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.clipcoder.database.Database;
import dev.clipcoder.database.Mirror;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The label sets as they are read. A set has versions; a new one is built by a job while the greatest that is ready
 * serves, so that a change is seen at once and as a whole. Methods block: for virtual threads.
 */
public final class LabelSets implements AutoCloseable {

  /** Bank texts held in memory, over all sets. */
  private static final long MOST_TEXTS = 2_000_000;

  private final Database database;
  private final VersionRepository versions;
  private final BuildRepository builds;

  /** By id: the version that answers requests. */
  private final Mirror<Integer> served;

  /** By pinned reference; versions never change. */
  private final Cache<LabelSetReference, ServedLabelSet> sets = Caffeine.newBuilder()
      .maximumWeight(MOST_TEXTS)
      .weigher(
          (LabelSetReference _, ServedLabelSet set) -> 1 + set.texts().texts().size())
      .build();

  LabelSets(Database database, VersionRepository versions, BuildRepository builds) {
    this.database = database;
    this.versions = versions;
    this.builds = builds;
    this.served = new Mirror<>("label sets", database, versions::served);
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
    return found.orElseThrow(() -> unknown(reference));
  }

  /** Of the version only where the set is there: another one's version would be no help. */
  private UnknownLabelSetException unknown(LabelSetReference reference) {
    boolean there = database.read(sql -> versions.latest(sql, reference.id()).isPresent());
    return new UnknownLabelSetException(
        there ? reference : new LabelSetReference(reference.id(), null));
  }

  /** The version that was registered last, built or not. */
  public LabelSetVersion latest(String id) {
    Optional<LabelSetVersion> found = database.read(sql -> versions.latest(sql, id));
    return found.orElseThrow(() -> new UnknownLabelSetException(new LabelSetReference(id, null)));
  }

  /**
   * What answers requests; from memory, a second behind the database, and further only while that does not answer.
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
    return served
        .get(reference.id())
        .orElseThrow(() ->
            new LabelSetNotReadyException(reference, latest(reference.id()).state()));
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

  /** The sets of which no version can serve with the loaded model, in the order of their ids. */
  public List<UnreadySet> unready(int most) {
    return database.read(sql -> builds.unready(sql, most));
  }

  /**
   * Makes sure, in a transaction that the caller has begun, that the set is there and stays until its end.
   *
   * @throws UnknownLabelSetException if it is not there
   */
  public void requireInUse(JdbcClient transaction, String id) {
    int _ = versions.lockLatest(transaction, id);
    if (versions.latest(transaction, id).isEmpty()) {
      throw new UnknownLabelSetException(new LabelSetReference(id, null));
    }
  }

  /** What is served is looked up anew with the next request: there is a new version. */
  public void refresh(String id) {
    served.forget(id);
  }

  /** The set is gone. */
  void forget(String id) {
    refresh(id);
    sets.asMap().keySet().removeIf(reference -> reference.id().equals(id));
  }

  @Override
  public void close() {
    served.close();
  }
}
