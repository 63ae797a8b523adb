package dev.clipcoder.labelset;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The tables of label sets, within a transaction, seen from one space of embeddings. */
final class VersionRepository {

  /** Versions kept of each set. */
  static final int KEPT = 10;

  private static final String SELECT_VERSION = """
      SELECT v.*, b.state, b.job_id FROM label_set_version v
      LEFT JOIN label_set_build b
        ON b.set_id = v.set_id AND b.version = v.version AND b.space = :space
      WHERE v.set_id = :id""";

  private final String space;

  VersionRepository(String space) {
    this.space = space;
  }

  /** Id of the space of embeddings from which it looks. */
  String space() {
    return space;
  }

  /** Makes sure that the set has a row, and keeps others from changing it until the transaction ends. */
  int lockLatest(JdbcClient sql, String id) {
    sql.sql("INSERT INTO label_set (id, latest_version, deleted) VALUES (:id, 0, 1)"
            + " ON CONFLICT (id) DO UPDATE SET latest_version = label_set.latest_version")
        .param("id", id)
        .update();
    return sql.sql("SELECT latest_version FROM label_set WHERE id = :id")
        .param("id", id)
        .query(Integer.class)
        .single();
  }

  Optional<LabelSetVersion> latest(JdbcClient sql, String id) {
    return sql.sql(SELECT_VERSION + " ORDER BY v.version DESC LIMIT 1")
        .param("id", id)
        .param("space", space)
        .query((row, _) -> version(row))
        .optional();
  }

  Optional<LabelSetVersion> find(JdbcClient sql, String id, int version) {
    return sql.sql(SELECT_VERSION + " AND v.version = :version")
        .param("id", id)
        .param("space", space)
        .param("version", version)
        .query((row, _) -> version(row))
        .optional();
  }

  Optional<String> contentHash(JdbcClient sql, String id, int version) {
    return sql.sql(
            "SELECT content_hash FROM label_set_version WHERE set_id = :id AND version = :version")
        .param("id", id)
        .param("version", version)
        .query(String.class)
        .optional();
  }

  /** The version that answers requests: the greatest that is ready. */
  Optional<Integer> served(JdbcClient sql, String id) {
    return sql.sql("SELECT version FROM label_set_build"
            + " WHERE set_id = :id AND space = :space AND state = 'ready'"
            + " ORDER BY version DESC LIMIT 1")
        .param("id", id)
        .param("space", space)
        .query(Integer.class)
        .optional();
  }

  /** The same for several sets; those that have none are absent. */
  Map<String, Integer> served(JdbcClient sql, Collection<String> ids) {
    Map<String, Integer> versions = new HashMap<>();
    sql.sql("SELECT set_id, MAX(version) AS version FROM label_set_build"
            + " WHERE set_id IN (:ids) AND space = :space AND state = 'ready' GROUP BY set_id")
        .param("ids", ids)
        .param("space", space)
        .query(row -> {
          versions.put(row.getString("set_id"), row.getInt("version"));
        });
    return versions;
  }

  void insert(
      JdbcClient sql,
      String id,
      int version,
      Content content,
      @Nullable String thresholdsFingerprint,
      Provenance provenance,
      long now) {
    sql.sql("UPDATE label_set SET latest_version = :version, deleted = 0 WHERE id = :id")
        .param("version", version)
        .param("id", id)
        .update();
    sql.sql("""
            INSERT INTO label_set_version
              (set_id, version, content_hash, definition, thresholds_fingerprint, provenance,
               created_at)
            VALUES (:id, :version, :hash, :definition, :fingerprint, :provenance, :now)
            """)
        .param("id", id)
        .param("version", version)
        .param("hash", content.hash())
        .param("definition", content.json())
        .param("fingerprint", thresholdsFingerprint)
        .param("provenance", JsonMapper.shared().writeValueAsString(provenance))
        .param("now", now)
        .update();
  }

  /** Begins a build, or begins it again. */
  void build(JdbcClient sql, String id, int version, String jobId) {
    sql.sql("""
            INSERT INTO label_set_build (set_id, version, space, state, job_id)
            VALUES (:id, :version, :space, 'building', :job)
            ON CONFLICT (set_id, version, space)
            DO UPDATE SET state = excluded.state, job_id = excluded.job_id
            """)
        .param("id", id)
        .param("version", version)
        .param("space", space)
        .param("job", jobId)
        .update();
  }

  /** Says how the build of this job ended; nothing where the version has gone or another job builds it. */
  void endBuild(JdbcClient sql, String jobId, BuildState state) {
    sql.sql("UPDATE label_set_build SET state = :state WHERE job_id = :job")
        .param("state", state.name().toLowerCase(Locale.ROOT))
        .param("job", jobId)
        .update();
  }

  /** Forgets all but the last versions, and keeps the one that is served. */
  void prune(JdbcClient sql, String id, int latest) {
    int served = served(sql, id).orElse(latest);
    GenerationRepository.prune(sql, id, latest - KEPT, served);
    for (String table : List.of("label_set_build", "label_set_version")) {
      sql.sql("DELETE FROM " + table
              + " WHERE set_id = :id AND version <= :old AND version <> :served")
          .param("id", id)
          .param("old", latest - KEPT)
          .param("served", served)
          .update();
    }
  }

  void delete(JdbcClient sql, String id) {
    sql.sql("UPDATE label_set SET deleted = 1 WHERE id = :id").param("id", id).update();
    for (String table :
        List.of("label_set_build", "label_set_version", "label_set_pair", "text_generation")) {
      sql.sql("DELETE FROM " + table + " WHERE set_id = :id").param("id", id).update();
    }
  }

  /** How many sets there are. */
  static long count(JdbcClient sql) {
    return sql.sql("SELECT count(*) FROM label_set WHERE deleted = 0")
        .query(Long.class)
        .single();
  }

  /** Ids in their order, from after the given one. */
  List<String> ids(JdbcClient sql, String after, int most) {
    return sql.sql(
            "SELECT id FROM label_set WHERE deleted = 0 AND id > :after ORDER BY id LIMIT :most")
        .param("after", after)
        .param("most", most)
        .query((row, _) -> row.getString(1))
        .list();
  }

  LabelSetSummary summary(JdbcClient sql, String id) {
    return sql.sql("""
            SELECT s.latest_version, b.state FROM label_set s
            LEFT JOIN label_set_build b
              ON b.set_id = s.id AND b.version = s.latest_version AND b.space = :space
            WHERE s.id = :id""")
        .param("id", id)
        .param("space", space)
        .query((row, _) -> new LabelSetSummary(
            id, row.getInt("latest_version"), state(row), served(sql, id).orElse(null)))
        .single();
  }

  static BuildState state(ResultSet row) throws SQLException {
    String state = row.getString("state");
    // Of another model so far: the job that builds it for this one is about to be queued.
    return state == null ? BuildState.BUILDING : BuildState.valueOf(state.toUpperCase(Locale.ROOT));
  }

  private static LabelSetVersion version(ResultSet row) throws SQLException {
    String job = row.getString("job_id");
    LabelSetDefinition definition =
        JsonMapper.shared().readValue(row.getString("definition"), LabelSetDefinition.class);
    Instant created = Instant.ofEpochMilli(row.getLong("created_at"));
    return new LabelSetVersion(
        row.getString("set_id"),
        row.getInt("version"),
        definition,
        state(row),
        job == null ? "" : job,
        row.getString("thresholds_fingerprint"),
        provenance(row.getString("provenance"), definition, created),
        created);
  }

  private static Provenance provenance(
      @Nullable String json, LabelSetDefinition definition, Instant created) {
    return json == null
        ? Provenance.of(definition, new Origin(Origin.USER, created))
        : JsonMapper.shared().readValue(json, Provenance.class);
  }
}
