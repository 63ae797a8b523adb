package dev.clipcoder.fewshot;

import dev.clipcoder.embedding.EmbeddingBytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of examples, within a transaction, seen from one space of embeddings. */
final class ExampleRepository {

  private final String space;

  ExampleRepository(ImageSpace space) {
    this.space = space.id();
  }

  /** Id of the space of embeddings from which it looks. */
  String space() {
    return space;
  }

  /** An example that is or was there; {@code encoded}: it has an embedding of this space. */
  record Row(String id, String label, boolean gone, boolean encoded) {}

  Map<String, Row> find(JdbcClient sql, String set, List<String> ids) {
    Map<String, Row> found = new HashMap<>();
    sql.sql("""
            SELECT e.example_id, e.label, e.gone, m.example_id AS encoded FROM support_example e
            LEFT JOIN support_embedding m
              ON m.set_id = e.set_id AND m.example_id = e.example_id AND m.space = :space
            WHERE e.set_id = :set AND e.example_id IN (:ids)""").param("space", space).param("set", set).param("ids", ids).query(row -> {
      String id = row.getString("example_id");
      found.put(
          id,
          new Row(
              id,
              row.getString("label"),
              row.getInt("gone") == 1,
              row.getString("encoded") != null));
    });
    return found;
  }

  /** Adds an example, or brings it back, or gives it another label: it is the last one then. */
  void put(
      JdbcClient sql,
      String set,
      NewExample example,
      int version,
      long place,
      long now,
      @Nullable NearExample near) {
    sql.sql("""
            INSERT INTO support_example (set_id, example_id, label, gone, changed_version, place,
                                         added_at, near_id, near_similarity)
            VALUES (:set, :id, :label, 0, :version, :place, :now, :near, :similarity)
            ON CONFLICT (set_id, example_id) DO UPDATE SET label = excluded.label, gone = 0,
              changed_version = excluded.changed_version, place = excluded.place,
              added_at = excluded.added_at, near_id = excluded.near_id,
              near_similarity = excluded.near_similarity""")
        .param("set", set)
        .param("id", example.id())
        .param("label", example.label())
        .param("version", version)
        .param("place", place)
        .param("now", now)
        .param("near", near == null ? null : near.id())
        .param("similarity", near == null ? null : near.similarity())
        .update();
  }

  void putEmbedding(JdbcClient sql, String set, String id, byte[] vector) {
    sql.sql("""
            INSERT INTO support_embedding (set_id, example_id, space, vector)
            VALUES (:set, :id, :space, :vector)
            ON CONFLICT (set_id, example_id, space) DO UPDATE SET vector = excluded.vector""")
        .param("set", set)
        .param("id", id)
        .param("space", space)
        .param("vector", vector)
        .update();
  }

  /** Keeps a picture in place of what was kept before; returns how many bytes more that is. */
  static long putPicture(JdbcClient sql, String set, String id, KeptPicture picture) {
    long before = pictureBytes(sql, set, id);
    sql.sql("""
            INSERT INTO support_picture (set_id, example_id, kind, bytes, size)
            VALUES (:set, :id, :kind, :bytes, :size)
            ON CONFLICT (set_id, example_id) DO UPDATE SET kind = excluded.kind,
              bytes = excluded.bytes, size = excluded.size""")
        .param("set", set)
        .param("id", id)
        .param("kind", picture.word())
        .param("bytes", picture.bytes())
        .param("size", picture.bytes().length)
        .update();
    return picture.bytes().length - before;
  }

  private static long pictureBytes(JdbcClient sql, String set, String id) {
    return sql.sql("SELECT size FROM support_picture WHERE set_id = :set AND example_id = :id")
        .param("set", set)
        .param("id", id)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  static Optional<KeptPicture> picture(JdbcClient sql, String set, String id) {
    return sql.sql(
            "SELECT kind, bytes FROM support_picture WHERE set_id = :set AND example_id = :id")
        .param("set", set)
        .param("id", id)
        .query((row, _) ->
            new KeptPicture(KeptPicture.kind(row.getString("kind")), row.getBytes("bytes")))
        .optional();
  }

  /** Removes an example and its picture; returns how many bytes less are kept. */
  static long remove(JdbcClient sql, String set, String id, int version) {
    long bytes = pictureBytes(sql, set, id);
    sql.sql("UPDATE support_example SET gone = 1, changed_version = :version"
            + " WHERE set_id = :set AND example_id = :id")
        .param("version", version)
        .param("set", set)
        .param("id", id)
        .update();
    for (String table : List.of("support_embedding", "support_picture")) {
      sql.sql("DELETE FROM " + table + " WHERE set_id = :set AND example_id = :id")
          .param("set", set)
          .param("id", id)
          .update();
    }
    return bytes;
  }

  /** The examples from after a place in their order. */
  List<StoredExample> after(JdbcClient sql, String set, long place, int most) {
    return stored(sql, set, "e.gone = 0 AND e.place > :from ORDER BY e.place", place, most);
  }

  /** What has changed since a version, removed examples too. */
  List<StoredExample> since(JdbcClient sql, String set, int version, int most) {
    return stored(sql, set, "e.changed_version > :from ORDER BY e.place", version, most);
  }

  private List<StoredExample> stored(
      JdbcClient sql, String set, String which, long from, int most) {
    return sql.sql("""
            SELECT e.example_id, e.label, e.gone, e.place, m.vector FROM support_example e
            LEFT JOIN support_embedding m
              ON m.set_id = e.set_id AND m.example_id = e.example_id AND m.space = :space
            WHERE e.set_id = :set AND\s""" + which + " LIMIT :most")
        .param("space", space)
        .param("set", set)
        .param("from", from)
        .param("most", most)
        .query((row, _) -> stored(row))
        .list();
  }

  private static StoredExample stored(ResultSet row) throws SQLException {
    byte[] vector = row.getBytes("vector");
    return new StoredExample(
        row.getString("example_id"),
        row.getString("label"),
        row.getInt("gone") == 1,
        row.getLong("place"),
        vector == null ? null : EmbeddingBytes.read(vector));
  }

  /**
   * A page of examples.
   *
   * @param label only of this class; null for all
   * @param missing only those without an embedding of this space
   */
  List<Example> list(
      JdbcClient sql, String set, @Nullable String label, boolean missing, long after, int most) {
    String where = (label == null ? "" : " AND e.label = :label")
        + (missing ? " AND m.example_id IS NULL" : "");
    List<Example> examples = new ArrayList<>();
    JdbcClient.StatementSpec statement = sql.sql("""
            SELECT e.*, m.example_id AS encoded, p.kind FROM support_example e
            LEFT JOIN support_embedding m
              ON m.set_id = e.set_id AND m.example_id = e.example_id AND m.space = :space
            LEFT JOIN support_picture p ON p.set_id = e.set_id AND p.example_id = e.example_id
            WHERE e.set_id = :set AND e.gone = 0 AND e.place > :after""" + where + " ORDER BY e.place LIMIT :most")
        .param("space", space)
        .param("set", set)
        .param("after", after)
        .param("most", most);
    if (label != null) {
      statement = statement.param("label", label);
    }
    statement.query(row -> {
      examples.add(example(row));
    });
    return examples;
  }

  private static Example example(ResultSet row) throws SQLException {
    String near = row.getString("near_id");
    String kind = row.getString("kind");
    return new Example(
        row.getString("example_id"),
        row.getString("label"),
        Instant.ofEpochMilli(row.getLong("added_at")),
        near == null ? null : new NearExample(near, row.getDouble("near_similarity")),
        kind == null ? null : KeptPicture.kind(kind),
        row.getString("encoded") == null,
        row.getLong("place"));
  }

  /** How many examples each label has. */
  static Map<String, Integer> countsByLabel(JdbcClient sql, String set) {
    Map<String, Integer> counts = new HashMap<>();
    sql.sql("SELECT label, COUNT(*) AS examples FROM support_example"
            + " WHERE set_id = :set AND gone = 0 GROUP BY label")
        .param("set", set)
        .query(row -> {
          counts.put(row.getString("label"), row.getInt("examples"));
        });
    return counts;
  }

  /** The sets that have examples without an embedding of this space, in the order of their ids. */
  List<UnreadySupportSet> unready(JdbcClient sql, int most) {
    return sql.sql("""
            SELECT s.id, s.examples, s.job_id, COUNT(*) AS missing,
              SUM(CASE WHEN p.kind = 'original' THEN 1 ELSE 0 END) AS originals
            FROM support_set s
            JOIN support_example e ON e.set_id = s.id AND e.gone = 0
            LEFT JOIN support_embedding m
              ON m.set_id = e.set_id AND m.example_id = e.example_id AND m.space = :space
            LEFT JOIN support_picture p ON p.set_id = e.set_id AND p.example_id = e.example_id
            WHERE s.deleted = 0 AND m.example_id IS NULL
            GROUP BY s.id, s.examples, s.job_id ORDER BY s.id LIMIT :most""")
        .param("space", space)
        .param("most", most)
        .query((row, _) -> new UnreadySupportSet(
            row.getString("id"),
            row.getInt("examples"),
            row.getInt("missing"),
            row.getInt("originals"),
            row.getString("job_id")))
        .list();
  }

  /** An original without an embedding of this space. */
  @SuppressWarnings("ArrayRecordComponent")
  record Original(String id, long place, byte[] bytes) {}

  /** Some originals that are to be encoded, from after a place. */
  List<Original> originals(JdbcClient sql, String set, long after, int most) {
    return sql.sql("""
            SELECT e.example_id, e.place, p.bytes FROM support_example e
            JOIN support_picture p ON p.set_id = e.set_id AND p.example_id = e.example_id
            LEFT JOIN support_embedding m
              ON m.set_id = e.set_id AND m.example_id = e.example_id AND m.space = :space
            WHERE e.set_id = :set AND e.gone = 0 AND e.place > :after AND m.example_id IS NULL
              AND p.kind = 'original'
            ORDER BY e.place LIMIT :most""")
        .param("space", space)
        .param("set", set)
        .param("after", after)
        .param("most", most)
        .query((row, _) ->
            new Original(row.getString("example_id"), row.getLong("place"), row.getBytes("bytes")))
        .list();
  }
}
