package dev.clipcoder.fewshot;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The table of support sets, within a transaction. */
final class SupportSetRepository {

  private static final List<String> PARTS =
      List.of("support_example", "support_embedding", "support_picture", "support_choice");

  private SupportSetRepository() {}

  /** Keeps others from changing the set until the transaction ends. */
  static Optional<SupportSet> lock(JdbcClient sql, String id) {
    sql.sql("UPDATE support_set SET version = version WHERE id = :id")
        .param("id", id)
        .update();
    return find(sql, id);
  }

  static Optional<SupportSet> find(JdbcClient sql, String id) {
    return sql.sql("SELECT * FROM support_set WHERE id = :id AND deleted = 0")
        .param("id", id)
        .query((row, _) -> set(row))
        .optional();
  }

  /** Those that are there of several, by id. */
  static Map<String, SupportSet> find(JdbcClient sql, Collection<String> ids) {
    return sql
        .sql("SELECT * FROM support_set WHERE id IN (:ids) AND deleted = 0")
        .param("ids", ids)
        .query((row, _) -> set(row))
        .list()
        .stream()
        .collect(Collectors.toMap(SupportSet::id, set -> set));
  }

  /** Begins a set, under the next number where there was one before. */
  static SupportSet create(JdbcClient sql, String id, SupportSetDefinition definition) {
    sql.sql("""
            INSERT INTO support_set (id, version, deleted, definition, label_set, changes, next_place,
                                     examples, kept_bytes)
            VALUES (:id, 1, 0, :definition, :labelSet, 0, 0, 0, 0)
            ON CONFLICT (id) DO UPDATE SET version = support_set.version + 1, deleted = 0,
              definition = excluded.definition, label_set = excluded.label_set, examples = 0,
              kept_bytes = 0, job_id = NULL""")
        .param("id", id)
        .param("definition", json(definition))
        .param("labelSet", definition.labelSet())
        .update();
    return find(sql, id).orElseThrow();
  }

  static SupportSet redefine(JdbcClient sql, String id, SupportSetDefinition definition) {
    sql.sql("UPDATE support_set SET version = version + 1, definition = :definition,"
            + " label_set = :labelSet WHERE id = :id")
        .param("definition", json(definition))
        .param("labelSet", definition.labelSet())
        .param("id", id)
        .update();
    return find(sql, id).orElseThrow();
  }

  private static String json(SupportSetDefinition definition) {
    return JsonMapper.shared().writeValueAsString(definition);
  }

  /** The next place of an example in the order of all that the set ever had. */
  static long nextPlace(JdbcClient sql, String id) {
    return sql.sql("SELECT next_place FROM support_set WHERE id = :id")
        .param("id", id)
        .query(Long.class)
        .single();
  }

  /**
   * Counts a change of examples: the version is the next one.
   *
   * @param changes examples that were added, removed, or given another label
   * @param places how many places they took
   * @param examples how many more there are than before
   * @param keptBytes how many more of pictures
   */
  static void count(
      JdbcClient sql, String id, int changes, int places, int examples, long keptBytes) {
    sql.sql("UPDATE support_set SET version = version + 1, changes = changes + :changes,"
            + " next_place = next_place + :places, examples = examples + :examples,"
            + " kept_bytes = kept_bytes + :bytes WHERE id = :id")
        .param("changes", changes)
        .param("places", places)
        .param("examples", examples)
        .param("bytes", keptBytes)
        .param("id", id)
        .update();
  }

  static void markDeleted(JdbcClient sql, String id) {
    sql.sql("UPDATE support_set SET deleted = 1, version = version + 1, label_set = NULL,"
            + " examples = 0, kept_bytes = 0, job_id = NULL WHERE id = :id")
        .param("id", id)
        .update();
  }

  /** Deletes some of what a set had; returns false when nothing is left. */
  static boolean purge(JdbcClient sql, String id, int most) {
    for (String table : PARTS) {
      String key = table.equals("support_choice") ? "asked" : "example_id";
      int deleted = sql.sql(
              "DELETE FROM %s WHERE set_id = :id AND %s IN (SELECT %s FROM %s WHERE set_id = :id LIMIT :most)"
                  .formatted(table, key, key, table))
          .param("id", id)
          .param("most", most)
          .update();
      if (deleted > 0) {
        return true;
      }
    }
    return false;
  }

  /** The sets in the order of their ids, from after the given one. */
  static List<SupportSet> list(JdbcClient sql, String after, int most) {
    return sql.sql(
            "SELECT * FROM support_set WHERE deleted = 0 AND id > :after ORDER BY id LIMIT :most")
        .param("after", after)
        .param("most", most)
        .query((row, _) -> set(row))
        .list();
  }

  /** A set that gives examples of the label set's classes. */
  static Optional<String> userOf(JdbcClient sql, String labelSet) {
    return sql.sql(
            "SELECT id FROM support_set WHERE label_set = :labelSet AND deleted = 0 ORDER BY id LIMIT 1")
        .param("labelSet", labelSet)
        .query(String.class)
        .optional();
  }

  static @Nullable String job(JdbcClient sql, String id) {
    return sql.sql("SELECT job_id FROM support_set WHERE id = :id AND job_id IS NOT NULL")
        .param("id", id)
        .query(String.class)
        .optional()
        .orElse(null);
  }

  static void setJob(JdbcClient sql, String id, String job) {
    sql.sql("UPDATE support_set SET job_id = :job WHERE id = :id")
        .param("job", job)
        .param("id", id)
        .update();
  }

  private static SupportSet set(ResultSet row) throws SQLException {
    return new SupportSet(
        row.getString("id"),
        row.getInt("version"),
        JsonMapper.shared().readValue(row.getString("definition"), SupportSetDefinition.class),
        row.getLong("changes"),
        row.getInt("examples"),
        row.getLong("kept_bytes"));
  }

  /** How many sets and examples there are. */
  record Counts(long sets, long examples) {}

  static Counts count(JdbcClient sql) {
    return sql.sql("SELECT count(*), coalesce(sum(examples), 0) FROM support_set WHERE deleted = 0")
        .query((row, _) -> new Counts(row.getLong(1), row.getLong(2)))
        .single();
  }
}
