package dev.clipcoder.labelset;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The table of generations, within a transaction. */
final class GenerationRepository {

  private GenerationRepository() {}

  /**
   * A row.
   *
   * @param request as {@link GenerationRequest#read} takes it
   */
  record Stored(TextGenerationStatus status, String request) {}

  static void insert(
      JdbcClient sql, String job, String set, int version, String request, long now) {
    sql.sql("""
            INSERT INTO text_generation (job_id, set_id, version, request, created_at)
            VALUES (:job, :set, :version, :request, :now)""")
        .param("job", job)
        .param("set", set)
        .param("version", version)
        .param("request", request)
        .param("now", now)
        .update();
  }

  static Optional<Stored> find(JdbcClient sql, String job) {
    return sql.sql("SELECT * FROM text_generation WHERE job_id = :job")
        .param("job", job)
        .query((row, _) -> stored(row))
        .optional();
  }

  /** The jobs of a set that go on. */
  static List<String> unfinished(JdbcClient sql, String set) {
    return sql.sql("SELECT job_id FROM text_generation WHERE set_id = :set AND report IS NULL")
        .param("set", set)
        .query((row, _) -> row.getString(1))
        .list();
  }

  /** The one that made this version; those that ended with it and had nothing to add are not it. */
  static Optional<TextGenerationStatus> ofVersion(JdbcClient sql, String set, int version) {
    return sql
        .sql("""
            SELECT * FROM text_generation
            WHERE set_id = :set AND version = :version AND report IS NOT NULL
            ORDER BY created_at, job_id""")
        .param("set", set)
        .param("version", version)
        .query((row, _) -> stored(row).status())
        .list()
        .stream()
        .filter(status -> status.report() != null && status.report().added() > 0)
        .findFirst();
  }

  static void finish(JdbcClient sql, String job, int version, GenerationReport report) {
    sql.sql("UPDATE text_generation SET version = :version, report = :report WHERE job_id = :job")
        .param("version", version)
        .param("report", JsonMapper.shared().writeValueAsString(report))
        .param("job", job)
        .update();
  }

  /** Tokens that a generation has used; 0 if it has gone. */
  static long spent(JdbcClient sql, String job) {
    return sql.sql("SELECT tokens FROM text_generation WHERE job_id = :job")
        .param("job", job)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  static void spend(JdbcClient sql, String job, long tokens) {
    sql.sql("UPDATE text_generation SET tokens = tokens + :tokens WHERE job_id = :job")
        .param("tokens", tokens)
        .param("job", job)
        .update();
  }

  /** Forgets those whose version has gone. */
  static void prune(JdbcClient sql, String set, int old, int served) {
    sql.sql("DELETE FROM text_generation WHERE set_id = :set AND version <= :old"
            + " AND version <> :served AND report IS NOT NULL")
        .param("set", set)
        .param("old", old)
        .param("served", served)
        .update();
  }

  /** Forgets one that did not come to its end. */
  static void drop(JdbcClient sql, String job) {
    sql.sql("DELETE FROM text_generation WHERE job_id = :job AND report IS NULL")
        .param("job", job)
        .update();
  }

  private static Stored stored(ResultSet row) throws SQLException {
    @Nullable String report = row.getString("report");
    TextGenerationStatus status = new TextGenerationStatus(
        row.getString("job_id"),
        row.getString("set_id"),
        row.getInt("version"),
        report == null ? null : JsonMapper.shared().readValue(report, GenerationReport.class));
    return new Stored(status, row.getString("request"));
  }
}
