package dev.clipcoder.textbank;

import dev.clipcoder.database.Database;
import dev.clipcoder.embedding.EmbeddingBytes;
import dev.clipcoder.encoder.EncodedText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of text embeddings, within a transaction; at most {@link #MOST} texts a call. */
final class EmbeddingRepository {

  /** Well below the parameters that a statement may have in either database. */
  static final int MOST = 250;

  private final TextSpace space;

  EmbeddingRepository(TextSpace space) {
    this.space = space;
  }

  Map<String, EncodedText> find(JdbcClient sql, List<String> texts) {
    Map<String, String> byKey = byKey(texts);
    Map<String, EncodedText> found = new HashMap<>();
    sql.sql(
            "SELECT cache_key, vector, tokens, truncated FROM text_embedding WHERE cache_key IN (:keys)")
        .param("keys", keys(texts))
        .query(row -> {
          found.put(byKey.get(HexFormat.of().formatHex(row.getBytes("cache_key"))), encoded(row));
        });
    return found;
  }

  /** Those of the texts that are stored. */
  Set<String> stored(JdbcClient sql, List<String> texts) {
    Map<String, String> byKey = byKey(texts);
    Set<String> stored = new HashSet<>();
    sql.sql("SELECT cache_key FROM text_embedding WHERE cache_key IN (:keys)")
        .param("keys", keys(texts))
        .query(row -> {
          stored.add(byKey.get(HexFormat.of().formatHex(row.getBytes("cache_key"))));
        });
    return stored;
  }

  /** What somebody else has stored meanwhile stays: it is the same. */
  void insert(JdbcClient sql, List<String> texts, List<EncodedText> encoded, long now) {
    List<Object> values = new ArrayList<>(5 * texts.size());
    for (int i = 0; i < texts.size(); i++) {
      EncodedText one = encoded.get(i);
      values.add(space.key(texts.get(i)));
      values.add(EmbeddingBytes.of(one.embedding()));
      values.add(one.tokens());
      values.add(one.truncated() ? 1 : 0);
      values.add(now);
    }
    String rows = String.join(", ", Collections.nCopies(texts.size(), "(?, ?, ?, ?, ?)"));
    sql.sql("INSERT INTO text_embedding (cache_key, vector, tokens, truncated, last_used) VALUES "
            + rows
            + " ON CONFLICT (cache_key) DO NOTHING")
        .params(values)
        .update();
  }

  /** Writes only what was last marked before {@code stale}. */
  void markUsed(JdbcClient sql, List<String> texts, long now, long stale) {
    sql.sql("UPDATE text_embedding SET last_used = :now"
            + " WHERE cache_key IN (:keys) AND last_used < :stale")
        .param("now", now)
        .param("keys", keys(texts))
        .param("stale", stale)
        .update();
  }

  /** Deletes some of those, of all spaces, that were last marked before a time. */
  static int deleteUnused(JdbcClient sql, long before) {
    return sql.sql("DELETE FROM text_embedding WHERE cache_key IN ("
            + "SELECT cache_key FROM text_embedding WHERE last_used < :before LIMIT :most)"
            + " AND last_used < :before")
        .param("before", before)
        .param("most", Database.MOST_ROWS)
        .update();
  }

  private List<byte[]> keys(List<String> texts) {
    if (texts.isEmpty() || texts.size() > MOST) {
      throw new IllegalArgumentException("From 1 to %d texts a call".formatted(MOST));
    }
    return texts.stream().map(space::key).toList();
  }

  private Map<String, String> byKey(List<String> texts) {
    Map<String, String> byKey = new HashMap<>();
    texts.forEach(text -> byKey.put(HexFormat.of().formatHex(space.key(text)), text));
    return byKey;
  }

  private static EncodedText encoded(ResultSet row) throws SQLException {
    return new EncodedText(
        EmbeddingBytes.read(row.getBytes("vector")),
        row.getInt("tokens"),
        row.getInt("truncated") == 1);
  }

  static long count(JdbcClient sql) {
    return sql.sql("SELECT count(*) FROM text_embedding").query(Long.class).single();
  }
}
