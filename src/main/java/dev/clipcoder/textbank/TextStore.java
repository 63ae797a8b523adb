package dev.clipcoder.textbank;

import dev.clipcoder.database.Database;
import dev.clipcoder.encoder.Deadline;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.encoder.TextEncoder;
import dev.clipcoder.encoder.Urgency;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Text embeddings in the database: those of label sets, which must be there after a restart. Texts that somebody only
 * asks for once are looked up here too, but not stored; else anybody could fill the disk.
 */
public final class TextStore implements TextLookup {

  private static final Logger log = LoggerFactory.getLogger(TextStore.class);

  /** Texts encoded and stored together; what a crash may cost. */
  private static final int CHUNK = 64;

  /** Chunks with the encoder at a time, so that it does not wait for the disk. */
  private static final int UNDER_WAY = 2;

  /** A mark younger than this is not renewed by a build; well below the time for which unused texts are kept. */
  private static final Duration FRESH = Duration.ofMinutes(20);

  /** Bulk work waits for all who want an answer now. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Database database;
  private final TextEncoder encoder;
  private final EmbeddingRepository repository;
  private final Clock clock;

  TextStore(Database database, TextEncoder encoder, TextSpace space, Clock clock) {
    this.database = database;
    this.encoder = encoder;
    this.repository = new EmbeddingRepository(space);
    this.clock = clock;
  }

  /** Hears how far {@link #complete} is. What is reported is committed. */
  public interface Progress {

    void begin(long alreadyStored, long total) throws InterruptedException;

    void report(long stored) throws InterruptedException;
  }

  /** Chunk under way. */
  private record Chunk(List<String> texts, CompletableFuture<List<EncodedText>> encoding) {}

  /**
   * Encodes those of the texts that are not stored, in the background, and stores them. Blocks until all are
   * committed; interrupted, it leaves what has been stored.
   *
   * @param texts without repetitions
   * @throws dev.clipcoder.encoder.EncoderException if the encoder cannot go on
   * @throws dev.clipcoder.database.DatabaseUnavailableException if they cannot be stored
   */
  public void complete(List<String> texts, Progress progress) throws InterruptedException {
    List<String> missing = missing(texts);
    int stored = texts.size() - missing.size();
    progress.begin(stored, texts.size());
    Queue<Chunk> underWay = new ArrayDeque<>();
    try {
      for (List<String> chunk : chunks(missing, CHUNK)) {
        underWay.add(new Chunk(chunk, encoder.encode(chunk, Deadline.in(PATIENCE), Urgency.BULK)));
        if (underWay.size() >= UNDER_WAY) {
          stored += store(underWay.remove());
          progress.report(stored);
        }
      }
      while (!underWay.isEmpty()) {
        stored += store(underWay.remove());
        progress.report(stored);
      }
    } finally {
      underWay.forEach(chunk -> chunk.encoding().cancel(true));
    }
  }

  /**
   * The embeddings of texts, from the database where they are there, else encoded in the background and not stored.
   * Blocks.
   *
   * @throws dev.clipcoder.encoder.EncoderException if the encoder cannot go on
   */
  public List<EncodedText> encode(List<String> texts) throws InterruptedException {
    Map<String, EncodedText> known = new HashMap<>();
    for (List<String> chunk : chunks(texts, EmbeddingRepository.MOST)) {
      known.putAll(database.read(sql -> repository.find(sql, chunk)));
    }
    List<String> missing =
        texts.stream().distinct().filter(text -> !known.containsKey(text)).toList();
    for (List<String> chunk : chunks(missing, CHUNK)) {
      List<EncodedText> encoded =
          await(new Chunk(chunk, encoder.encode(chunk, Deadline.in(PATIENCE), Urgency.BULK)));
      for (int i = 0; i < chunk.size(); i++) {
        known.put(chunk.get(i), encoded.get(i));
      }
    }
    return texts.stream().map(text -> Objects.requireNonNull(known.get(text))).toList();
  }

  /**
   * The embeddings of texts that are stored, in their order.
   *
   * @throws IllegalStateException if one is not
   */
  public List<EncodedText> load(List<String> texts) {
    Map<String, EncodedText> found = new HashMap<>();
    for (List<String> chunk : chunks(texts, EmbeddingRepository.MOST)) {
      found.putAll(database.read(sql -> repository.find(sql, chunk)));
    }
    List<EncodedText> loaded = new ArrayList<>(texts.size());
    for (String text : texts) {
      EncodedText encoded = found.get(text);
      if (encoded == null) {
        throw new IllegalStateException("A text has not been stored: '%s'".formatted(text));
      }
      loaded.add(encoded);
    }
    return loaded;
  }

  /**
   * Says that texts are needed, in whatever space.
   *
   * @param now milliseconds since 1970
   * @param stale only those are written that were last marked before; milliseconds since 1970
   */
  public void markUsed(TextSpace space, List<String> texts, long now, long stale) {
    EmbeddingRepository there = new EmbeddingRepository(space);
    for (List<String> chunk : chunks(texts, EmbeddingRepository.MOST)) {
      database.write(sql -> {
        there.markUsed(sql, chunk, now, stale);
        return true;
      });
    }
  }

  /**
   * Deletes the embeddings of every space that were last marked before a time, a few at a time so that others can write
   * in between.
   *
   * @param before milliseconds since 1970
   * @return how many
   */
  public long deleteUnused(long before) {
    long deleted = 0;
    int last;
    do {
      last = database.write(sql -> EmbeddingRepository.deleteUnused(sql, before));
      deleted += last;
    } while (last > 0);
    return deleted;
  }

  private List<String> missing(List<String> texts) {
    List<String> missing = new ArrayList<>();
    for (List<String> chunk : chunks(texts, EmbeddingRepository.MOST)) {
      // Marked in the same transaction, so that what is found here is not cleaned away.
      Set<String> stored = database.write(sql -> {
        repository.markUsed(sql, chunk, clock.millis(), clock.millis() - FRESH.toMillis());
        return repository.stored(sql, chunk);
      });
      chunk.stream().filter(text -> !stored.contains(text)).forEach(missing::add);
    }
    return missing;
  }

  private int store(Chunk chunk) throws InterruptedException {
    List<EncodedText> encoded = await(chunk);
    database.write(sql -> {
      repository.insert(sql, chunk.texts(), encoded, clock.millis());
      return true;
    });
    return chunk.texts().size();
  }

  private static List<EncodedText> await(Chunk chunk) throws InterruptedException {
    try {
      return chunk.encoding().get();
    } catch (InterruptedException e) {
      chunk.encoding().cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("Texts cannot be encoded", e);
    }
  }

  @Override
  public CompletableFuture<Map<String, EncodedText>> find(List<String> texts) {
    Map<String, EncodedText> found = new HashMap<>();
    List<List<String>> chunks = chunks(texts, EmbeddingRepository.MOST);
    return database
        .readLater(sql -> {
          chunks.forEach(chunk -> found.putAll(repository.find(sql, chunk)));
          return found;
        })
        .exceptionally(failure -> {
          log.warn("Texts are encoded without a look into the database: {}", failure.toString());
          return Map.of();
        });
  }

  private static List<List<String>> chunks(List<String> texts, int size) {
    List<List<String>> chunks = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += size) {
      chunks.add(texts.subList(from, Math.min(from + size, texts.size())));
    }
    return chunks;
  }
}
