package dev.clipcoder.encoder;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.model.Tokens;
import java.util.concurrent.CompletableFuture;

/** One piece of work on its way through the device thread. */
sealed interface WorkItem {

  Deadline deadline();

  Urgency urgency();

  long arrivedNanos();

  CompletableFuture<?> result();

  /** Items of equal groups may share a batch. */
  Object group();

  static Encoding of(Payload payload, Deadline deadline, Urgency urgency) {
    return new Encoding(payload, deadline, urgency, System.nanoTime(), new CompletableFuture<>());
  }

  /** A picture or a text that becomes an embedding. */
  record Encoding(
      Payload payload,
      Deadline deadline,
      Urgency urgency,
      long arrivedNanos,
      CompletableFuture<Encoded> result)
      implements WorkItem {

    @Override
    public Object group() {
      return payload.group();
    }
  }

  /** What the towers work on. */
  sealed interface Payload {
    int group();
  }

  record Picture(Pixels pixels) implements Payload {
    @Override
    public int group() {
      return 0;
    }
  }

  /** Texts share a batch with texts of about their length, since all are filled up to the longest. */
  record Text(Tokens tokens) implements Payload {
    @Override
    public int group() {
      int length = tokens.ids().length;
      return length <= 8 ? 1 : 2 + (length - 1) / 16;
    }

    /** Of the longest text of its group. */
    int positions() {
      return group() == 1 ? 8 : (group() - 1) * 16;
    }
  }

  /** An embedding that is compared with all rows of a matrix; those of one matrix share a batch. */
  record Product(
      DeviceMatrix matrix,
      Embedding embedding,
      Deadline deadline,
      Urgency urgency,
      long arrivedNanos,
      CompletableFuture<float[]> result)
      implements WorkItem {

    @Override
    public Object group() {
      return matrix;
    }
  }
}
