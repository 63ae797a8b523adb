package dev.clipcoder.labelset;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of pairs that met, within a transaction. */
final class PairRepository {

  /** Pairs kept of each set: those that met most often. */
  static final int KEPT = 10_000;

  private PairRepository() {}

  /** Adds to what has been counted; nothing where the set has gone. */
  static void add(JdbcClient sql, String id, LabelPair pair, long met, long now) {
    sql.sql("""
            INSERT INTO label_set_pair (set_id, pair_key, first_label, second_label, met, last_met)
            SELECT id, :key, :first, :second, :met, :now FROM label_set
            WHERE id = :id AND deleted = 0
            ON CONFLICT (set_id, pair_key) DO UPDATE
            SET met = label_set_pair.met + excluded.met, last_met = excluded.last_met""")
        .param("key", key(pair))
        .param("first", pair.first())
        .param("second", pair.second())
        .param("met", met)
        .param("now", now)
        .param("id", id)
        .update();
  }

  /** Forgets all but the pairs that met most often, and of these the latest. */
  static void prune(JdbcClient sql, String id, int kept) {
    sql.sql("""
            DELETE FROM label_set_pair WHERE set_id = :id AND pair_key IN (
              SELECT pair_key FROM label_set_pair WHERE set_id = :id
              ORDER BY met DESC, last_met DESC, pair_key LIMIT 1000000 OFFSET :kept)""").param("id", id).param("kept", kept).update();
  }

  static List<PairMeeting> of(JdbcClient sql, String id) {
    return sql.sql(
            "SELECT first_label, second_label, met, last_met FROM label_set_pair WHERE set_id = :id")
        .param("id", id)
        .query((row, _) -> new PairMeeting(
            new LabelPair(row.getString("first_label"), row.getString("second_label")),
            row.getLong("met"),
            Instant.ofEpochMilli(row.getLong("last_met"))))
        .list();
  }

  /** Labels may be too long for an index; a label holds no line break. */
  private static String key(LabelPair pair) {
    return Content.hash((pair.first() + "\n" + pair.second()).getBytes(StandardCharsets.UTF_8));
  }
}
