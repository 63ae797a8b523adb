package dev.clipcoder.encoder;

import dev.clipcoder.model.Tokens;
import java.util.concurrent.CompletableFuture;

/** One picture or text on its way through the device thread. */
record WorkItem(
    Payload payload,
    Deadline deadline,
    Urgency urgency,
    long arrivedNanos,
    CompletableFuture<Encoded> result) {

  static WorkItem of(Payload payload, Deadline deadline, Urgency urgency) {
    return new WorkItem(payload, deadline, urgency, System.nanoTime(), new CompletableFuture<>());
  }

  /** What the device works on. */
  sealed interface Payload {

    /** Items of one group may share a batch. */
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
  }
}
