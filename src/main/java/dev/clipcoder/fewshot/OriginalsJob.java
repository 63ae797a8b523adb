package dev.clipcoder.fewshot;

import dev.clipcoder.database.Database;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingBytes;
import dev.clipcoder.encoder.Deadline;
import dev.clipcoder.encoder.Encoded;
import dev.clipcoder.encoder.ImageEncoder;
import dev.clipcoder.encoder.Pixels;
import dev.clipcoder.encoder.Urgency;
import dev.clipcoder.image.ImageException;
import dev.clipcoder.image.ImageReader;
import dev.clipcoder.jobs.Job;
import dev.clipcoder.jobs.JobFailedException;
import dev.clipcoder.jobs.JobKind;
import dev.clipcoder.jobs.JobProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Encodes the originals that a set has kept, for a checkpoint that they were not encoded with before. */
final class OriginalsJob implements JobKind {

  static final String NAME = "support-set-encode";

  private static final Logger log = LoggerFactory.getLogger(OriginalsJob.class);

  /** Pictures in memory at a time: one batch of the device, at most 20 MB each. */
  private static final int CHUNK = 8;

  /** Bulk work waits for all who want an answer now. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Database database;
  private final ExampleRepository repository;
  private final ImageReader reader;
  private final ImageEncoder encoder;

  OriginalsJob(
      Database database, ExampleRepository repository, ImageReader reader, ImageEncoder encoder) {
    this.database = database;
    this.repository = repository;
    this.reader = reader;
    this.encoder = encoder;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String space() {
    return repository.space();
  }

  @Override
  public void run(Job job, JobProgress progress) throws InterruptedException {
    String set = job.subject();
    int total = database.read(sql -> repository.unready(sql, Integer.MAX_VALUE)).stream()
        .filter(unready -> unready.id().equals(set))
        .mapToInt(UnreadySupportSet::originals)
        .sum();
    progress.begin(0, total);
    long place = -1;
    long done = 0;
    while (true) {
      long after = place;
      List<ExampleRepository.Original> originals =
          database.read(sql -> repository.originals(sql, set, after, CHUNK));
      if (originals.isEmpty()) {
        return;
      }
      store(set, originals, encode(set, originals));
      place = originals.getLast().place();
      done += originals.size();
      progress.report(done);
    }
  }

  /** Null in the place of a picture that cannot be read any more. */
  private List<CompletableFuture<Embedding>> encode(
      String set, List<ExampleRepository.Original> originals) throws InterruptedException {
    List<CompletableFuture<Embedding>> encoding = new ArrayList<>();
    Deadline deadline = Deadline.in(PATIENCE);
    try {
      for (ExampleRepository.Original original : originals) {
        encoding.add(encode(original.bytes(), deadline));
      }
      for (CompletableFuture<Embedding> one : encoding) {
        await(set, one);
      }
      return encoding;
    } catch (InterruptedException stopped) {
      encoding.forEach(one -> one.cancel(true));
      throw stopped;
    }
  }

  private CompletableFuture<Embedding> encode(byte[] picture, Deadline deadline) {
    try {
      CompletableFuture<Pixels> pixels =
          reader.read(picture, encoder::isAmple, encoder::preprocess);
      // One at a time: decoding is first come, first served, and nobody in a hurry should wait
      // behind eight.
      boolean _ = pixels.handle((_, _) -> true).join();
      return pixels
          .thenCompose(input -> encoder.encode(input, deadline, Urgency.BULK))
          .thenApply(Encoded::embedding);
    } catch (ImageException unreadable) {
      return CompletableFuture.failedFuture(unreadable);
    }
  }

  private static void await(String set, CompletableFuture<Embedding> one)
      throws InterruptedException {
    try {
      Embedding _ = one.get();
    } catch (ExecutionException failed) {
      if (!(failed.getCause() instanceof ImageException unreadable)) {
        throw new JobFailedException(
            "The pictures of support set '%s' could not be encoded: %s"
                .formatted(set, failed.getCause()),
            failed);
      }
      log.warn(
          "A picture of support set {} cannot be read any more: {}", set, unreadable.getMessage());
    }
  }

  private void store(
      String set,
      List<ExampleRepository.Original> originals,
      List<CompletableFuture<Embedding>> embeddings) {
    database.write(sql -> {
      SupportSetRepository.lock(sql, set).ifPresent(_ -> {
        int changes = 0;
        for (int i = 0; i < originals.size(); i++) {
          if (!embeddings.get(i).isCompletedExceptionally()) {
            String id = originals.get(i).id();
            repository.putEmbedding(
                sql, set, id, EmbeddingBytes.of(embeddings.get(i).join()));
            changes++;
          }
        }
        SupportSetRepository.count(sql, set, changes, 0, 0, 0);
      });
      return true;
    });
  }

  @Override
  public void ended(JdbcClient transaction, Job job, Job.State end) {
    // What is stored is stored; the rest is told by what is missing.
  }
}
