package dev.clipcoder.textgen;

import dev.clipcoder.database.Database;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answers of language models in the database: nothing is asked twice, whatever becomes of the job that asked, until
 * an answer is so old that it is deleted.
 */
public final class LlmAnswers {

  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private final Database database;

  public LlmAnswers(Database database) {
    this.database = database;
  }

  /** Those that are there, by key. */
  Map<String, LlmAnswer> find(List<String> keys) {
    Map<String, LlmAnswer> found = new HashMap<>();
    for (int from = 0; from < keys.size(); from += Database.MOST_ROWS) {
      List<String> chunk = keys.subList(from, Math.min(from + Database.MOST_ROWS, keys.size()));
      database
          .read(sql -> sql.sql(
                  "SELECT answer_key, texts, answered_at FROM llm_answer WHERE answer_key IN (:keys)")
              .param("keys", chunk)
              .query((row, _) -> Map.entry(
                  row.getString("answer_key"),
                  new LlmAnswer(
                      JsonMapper.shared().readValue(row.getString("texts"), TEXTS),
                      Instant.ofEpochMilli(row.getLong("answered_at")))))
              .list())
          .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    }
    return found;
  }

  /** Keeps an answer; when this returns it is committed. */
  void keep(LlmQuestion question, String model, LlmAnswer answer) {
    database.write(sql -> sql.sql("""
            INSERT INTO llm_answer (answer_key, model, prompt_version, question, texts, answered_at)
            VALUES (:key, :model, :prompt, :question, :texts, :at)
            ON CONFLICT (answer_key) DO NOTHING""")
        .param("key", question.key(model))
        .param("model", model)
        .param("prompt", question.prompt().version())
        .param("question", question.data())
        .param("texts", JsonMapper.shared().writeValueAsString(answer.texts()))
        .param("at", answer.at().toEpochMilli())
        .update());
  }

  /** Deletes what was answered before a time; returns how many answers that were. */
  public long deleteBefore(Instant time) {
    long deleted = 0;
    int some;
    do {
      some = database.write(sql -> sql.sql("""
              DELETE FROM llm_answer WHERE answer_key IN (
                SELECT answer_key FROM llm_answer WHERE answered_at < :time LIMIT :most)""")
          .param("time", time.toEpochMilli())
          .param("most", Database.MOST_ROWS)
          .update());
      deleted += some;
    } while (some == Database.MOST_ROWS);
    return deleted;
  }
}
