package dev.clipcoder.jobs;

import dev.clipcoder.jobs.Job.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The job table, within a transaction. Times are milliseconds since 1970. */
final class JobRepository {

  private static final String CLAIMABLE =
      "(state = 'queued' OR (state = 'running' AND lease_until < :now))";

  /** The first steps of a job say little: some wait for a connection, some find what others have prepared. */
  private static final double LEAST_SHARE = 0.05;

  /** Milliseconds. */
  private static final long LEAST_ELAPSED = 2000;

  private JobRepository() {}

  static void insert(
      JdbcClient sql, String id, String kind, String subject, @Nullable String space, long now) {
    sql.sql("""
            INSERT INTO job (id, kind, subject, space, state, done, total, cancel_requested, lease_until,
                             created_at, begun_at, begun_done)
            VALUES (:id, :kind, :subject, :space, 'queued', 0, 0, 0, 0, :now, 0, 0)
            """)
        .param("id", id)
        .param("kind", kind)
        .param("subject", subject)
        .param("space", space)
        .param("now", now)
        .update();
  }

  static Optional<Job> find(JdbcClient sql, String id, long now) {
    return sql.sql("SELECT * FROM job WHERE id = :id")
        .param("id", id)
        .query((row, _) -> job(row, now))
        .optional();
  }

  /** @param spaces those that this service can fill, at least one */
  static Optional<String> nextClaimable(
      JdbcClient sql, Collection<String> kinds, Collection<String> spaces, long now) {
    return sql.sql("SELECT id FROM job WHERE kind IN (:kinds)"
            + " AND (space IS NULL OR space IN (:spaces)) AND " + CLAIMABLE
            + " ORDER BY created_at, id LIMIT 1")
        .param("kinds", kinds)
        .param("spaces", spaces)
        .param("now", now)
        .query(String.class)
        .optional();
  }

  /** False if another owner was faster. */
  static boolean claim(JdbcClient sql, String id, String owner, long now, long leaseUntil) {
    return sql.sql("UPDATE job SET state = 'running', owner = :owner, lease_until = :until,"
                + " begun_at = :now, begun_done = done, attempts = attempts + 1 WHERE id = :id AND "
                + CLAIMABLE)
            .param("owner", owner)
            .param("until", leaseUntil)
            .param("now", now)
            .param("id", id)
            .update()
        == 1;
  }

  /** False if the job is not the owner's any more, or was cancelled. */
  static boolean renew(JdbcClient sql, String id, String owner, long leaseUntil) {
    return sql.sql("UPDATE job SET lease_until = :until WHERE id = :id AND owner = :owner"
                + " AND state = 'running' AND cancel_requested = 0")
            .param("until", leaseUntil)
            .param("id", id)
            .param("owner", owner)
            .update()
        == 1;
  }

  static void begin(JdbcClient sql, String id, String owner, long now, long done, long total) {
    sql.sql("UPDATE job SET done = :done, total = :total, begun_at = :now, begun_done = :done"
            + " WHERE id = :id AND owner = :owner")
        .param("done", done)
        .param("total", total)
        .param("now", now)
        .param("id", id)
        .param("owner", owner)
        .update();
  }

  static void advance(JdbcClient sql, String id, String owner, long done) {
    sql.sql("UPDATE job SET done = :done WHERE id = :id AND owner = :owner")
        .param("done", done)
        .param("id", id)
        .param("owner", owner)
        .update();
  }

  static void later(JdbcClient sql, String id, String owner, long millis) {
    sql.sql("UPDATE job SET later_millis = :millis WHERE id = :id AND owner = :owner")
        .param("millis", millis)
        .param("id", id)
        .param("owner", owner)
        .update();
  }

  /** Ends a job that is the owner's; false if it is not any more. */
  static boolean end(
      JdbcClient sql, String id, String owner, State state, @Nullable String error, long now) {
    return sql.sql("UPDATE job SET state = :state, error = :error, owner = NULL, ended_at = :now"
                + " WHERE id = :id AND owner = :owner AND state = 'running'")
            .param("state", word(state))
            .param("now", now)
            .param("error", error)
            .param("id", id)
            .param("owner", owner)
            .update()
        == 1;
  }

  /** Ends a job that nobody has begun; false if somebody has. */
  static boolean cancelQueued(JdbcClient sql, String id, long now) {
    return sql.sql("UPDATE job SET state = 'cancelled', ended_at = :now"
                + " WHERE id = :id AND state = 'queued'")
            .param("now", now)
            .param("id", id)
            .update()
        == 1;
  }

  static void requestCancel(JdbcClient sql, String id) {
    sql.sql("UPDATE job SET cancel_requested = 1 WHERE id = :id AND state = 'running'")
        .param("id", id)
        .update();
  }

  static boolean isCancelRequested(JdbcClient sql, String id) {
    return sql.sql("SELECT cancel_requested FROM job WHERE id = :id")
            .param("id", id)
            .query(Integer.class)
            .single()
        == 1;
  }

  /** Gives a job back for anybody to go on with: it did nothing wrong. */
  static void release(JdbcClient sql, String id, String owner) {
    sql.sql("UPDATE job SET state = 'queued', owner = NULL, lease_until = 0,"
            + " attempts = attempts - 1"
            + " WHERE id = :id AND owner = :owner AND state = 'running'")
        .param("id", id)
        .param("owner", owner)
        .update();
  }

  /** Gives a job back that has cost an attempt. */
  static void repeat(JdbcClient sql, String id, String owner) {
    sql.sql("UPDATE job SET state = 'queued', owner = NULL, lease_until = 0"
            + " WHERE id = :id AND owner = :owner AND state = 'running'")
        .param("id", id)
        .param("owner", owner)
        .update();
  }

  /** Deletes some of the jobs that ended before a time. */
  static int deleteOver(JdbcClient sql, long before, int most) {
    return sql.sql("DELETE FROM job WHERE id IN (SELECT id FROM job"
            + " WHERE state IN ('succeeded', 'failed', 'cancelled') AND ended_at < :before"
            + " LIMIT :most)")
        .param("before", before)
        .param("most", most)
        .update();
  }

  /** Every lease on jobs of these kinds ends: those who held them are known to be gone. */
  static void releaseAll(JdbcClient sql, Collection<String> kinds) {
    sql.sql("UPDATE job SET state = 'queued', owner = NULL, lease_until = 0"
            + " WHERE state = 'running' AND kind IN (:kinds)")
        .param("kinds", kinds)
        .update();
  }

  private static Job job(ResultSet row, long now) throws SQLException {
    State state = State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
    long done = row.getLong("done");
    long total = row.getLong("total");
    long recent = done - row.getLong("begun_done");
    long elapsed = now - row.getLong("begun_at");
    long later = row.getLong("later_millis");
    return new Job(
        row.getString("id"),
        row.getString("kind"),
        row.getString("subject"),
        state,
        row.getInt("attempts"),
        done,
        total,
        state == State.RUNNING ? eta(elapsed, recent, total - done, later) : null,
        row.getString("error"));
  }

  /**
   * How long it takes from here, at the pace since this owner began; null before there is a pace, and where nothing is
   * known of what is left.
   *
   * @param elapsed milliseconds since then
   * @param recent steps done since then
   * @param left steps that are not
   * @param later milliseconds after them
   */
  private static @Nullable Duration eta(long elapsed, long recent, long left, long later) {
    if (left == 0) {
      return later > 0 ? Duration.ofMillis(later) : null;
    }
    boolean hasPace = elapsed >= LEAST_ELAPSED && recent >= LEAST_SHARE * (recent + left);
    return hasPace ? Duration.ofMillis(elapsed * left / recent + later) : null;
  }

  /** How many jobs there are, by {@link #countKey}. */
  static Map<String, Long> count(JdbcClient sql) {
    Map<String, Long> counts = new HashMap<>();
    RowCallbackHandler count =
        row -> counts.put(countKey(row.getString(1), row.getString(2)), row.getLong(3));
    sql.sql("SELECT kind, state, count(*) FROM job GROUP BY kind, state").query(count);
    return counts;
  }

  static String countKey(String kind, String state) {
    return kind + " " + state;
  }

  static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
