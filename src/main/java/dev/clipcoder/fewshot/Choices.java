package dev.clipcoder.fewshot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.clipcoder.database.Database;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The methods that were chosen: in memory, and in the database for other replicas and after a restart. */
final class Choices {

  private final Database database;
  private final String space;
  private final Cache<FitKey, Choice> latest =
      Caffeine.newBuilder().maximumSize(10_000).build();

  Choices(Database database, ImageSpace space) {
    this.database = database;
    this.space = space.id();
  }

  /** The last one; null if none was ever made. Blocks. */
  @Nullable
  Choice get(FitKey key) {
    Choice known = latest.getIfPresent(key);
    if (known == null) {
      Optional<String> stored = database.read(sql -> find(sql, key));
      known = stored.map(ChoiceJson::read).orElse(null);
      if (known != null) {
        latest.put(key, known);
      }
    }
    return known;
  }

  /** The last one as far as memory knows. */
  @Nullable
  Choice known(FitKey key) {
    return latest.getIfPresent(key);
  }

  private Optional<String> find(JdbcClient sql, FitKey key) {
    return sql.sql("SELECT choice FROM support_choice"
            + " WHERE set_id = :id AND asked = :asked AND space = :space")
        .param("id", key.set())
        .param("asked", key.asked())
        .param("space", space)
        .query(String.class)
        .optional();
  }

  /** Keeps a choice, unless the set has gone meanwhile. */
  void put(FitKey key, Choice choice) {
    database.write(sql -> SupportSetRepository.lock(sql, key.set()).isPresent()
        ? sql.sql("""
                INSERT INTO support_choice (set_id, asked, space, choice)
                VALUES (:id, :asked, :space, :choice)
                ON CONFLICT (set_id, asked, space) DO UPDATE SET choice = excluded.choice""")
            .param("id", key.set())
            .param("asked", key.asked())
            .param("space", space)
            .param("choice", ChoiceJson.write(choice))
            .update()
        : 0);
    latest.put(key, choice);
  }

  void forget(String set) {
    latest.asMap().keySet().removeIf(key -> key.set().equals(set));
  }
}
