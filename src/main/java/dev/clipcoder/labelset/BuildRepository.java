package dev.clipcoder.labelset;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which versions are built for which space of embeddings, over all sets, within a transaction. */
final class BuildRepository {

  private final String space;

  BuildRepository(String space) {
    this.space = space;
  }

  /**
   * A version for one space, built or not.
   *
   * @param space id of a {@link dev.clipcoder.textbank.TextSpace}
   */
  record Build(LabelSetReference reference, String space) {}

  /** Sets whose latest version has never been built in this space. */
  List<LabelSetReference> unbuilt(JdbcClient sql) {
    return sql.sql("""
            SELECT s.id, s.latest_version FROM label_set s
            WHERE s.deleted = 0 AND NOT EXISTS (
              SELECT 1 FROM label_set_build b
              WHERE b.set_id = s.id AND b.version = s.latest_version AND b.space = :space)
            ORDER BY s.id""")
        .param("space", space)
        .query((row, _) -> new LabelSetReference(row.getString(1), row.getInt(2)))
        .list();
  }

  /** Sets of which no version can serve in this space, in the order of their ids. */
  List<UnreadySet> unready(JdbcClient sql, int most) {
    return sql.sql("""
            SELECT s.id, s.latest_version, b.state, b.job_id FROM label_set s
            LEFT JOIN label_set_build b
              ON b.set_id = s.id AND b.version = s.latest_version AND b.space = :space
            WHERE s.deleted = 0 AND NOT EXISTS (
              SELECT 1 FROM label_set_build r
              WHERE r.set_id = s.id AND r.space = :space AND r.state = 'ready')
            ORDER BY s.id LIMIT :most""")
        .param("space", space)
        .param("most", most)
        .query((row, _) -> new UnreadySet(
            row.getString("id"),
            row.getInt("latest_version"),
            VersionRepository.state(row),
            row.getString("job_id")))
        .list();
  }

  /** How many sets {@link #unready} knows. */
  long countUnready(JdbcClient sql) {
    return sql.sql("""
            SELECT count(*) FROM label_set s
            WHERE s.deleted = 0 AND NOT EXISTS (
              SELECT 1 FROM label_set_build r
              WHERE r.set_id = s.id AND r.space = :space AND r.state = 'ready')""").param("space", space).query(Long.class).single();
  }

  /** Every version of every set in every space. */
  List<Build> all(JdbcClient sql) {
    return sql.sql(
            "SELECT set_id, version, space FROM label_set_build ORDER BY set_id, version, space")
        .query((row, _) -> new Build(
            new LabelSetReference(row.getString("set_id"), row.getInt("version")),
            row.getString("space")))
        .list();
  }
}
