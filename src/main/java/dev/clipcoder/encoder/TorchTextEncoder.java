package dev.clipcoder.encoder;

import dev.clipcoder.encoder.WorkItem.Text;
import dev.clipcoder.model.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** The text tower behind its device thread. Tokenising is native work, so it has a platform thread of its own. */
final class TorchTextEncoder implements TextEncoder {

  private final Function<String, Tokens> tokenizer;
  private final Device device;
  private final Executor tokenizing;

  TorchTextEncoder(Function<String, Tokens> tokenizer, Device device, Executor tokenizing) {
    this.tokenizer = tokenizer;
    this.device = device;
    this.tokenizing = tokenizing;
  }

  @Override
  public CompletableFuture<List<EncodedText>> encode(
      List<String> texts, Deadline deadline, Urgency urgency) {
    CompletableFuture<List<EncodedText>> answer = new CompletableFuture<>();
    try {
      tokenizing.execute(() -> {
        try {
          if (!answer.isDone()) {
            submit(tokenize(texts), deadline, urgency, answer);
          }
        } catch (Throwable e) { // errors too: somebody waits for the answer
          answer.completeExceptionally(e);
        }
      });
    } catch (RejectedExecutionException closed) {
      throw new EncoderUnavailableException("The service is shutting down.", closed);
    }
    return answer;
  }

  private List<Tokens> tokenize(List<String> texts) {
    List<Tokens> tokens = new ArrayList<>(texts.size());
    for (String text : texts) {
      tokens.add(tokenizer.apply(text));
    }
    return tokens;
  }

  private void submit(
      List<Tokens> tokens,
      Deadline deadline,
      Urgency urgency,
      CompletableFuture<List<EncodedText>> answer) {
    List<WorkItem.Encoding> items = tokens.stream()
        .map(text -> WorkItem.of(new Text(text), deadline, urgency))
        .toList();
    device.submit(items);
    CompletableFuture<?>[] results =
        items.stream().map(WorkItem.Encoding::result).toArray(CompletableFuture[]::new);
    var _ = CompletableFuture.allOf(results).whenComplete((_, failure) -> {
      if (failure == null) {
        answer.complete(collect(tokens, items));
      } else {
        answer.completeExceptionally(failure.getCause() == null ? failure : failure.getCause());
      }
    });
    // Who cancels the answer, or gets its failure early, takes the rest out of the queue.
    var _ = answer.whenComplete((_, _) -> items.forEach(item -> item.result().cancel(false)));
  }

  private static List<EncodedText> collect(List<Tokens> tokens, List<WorkItem.Encoding> items) {
    List<EncodedText> encoded = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Encoded result = items.get(i).result().join();
      encoded.add(new EncodedText(
          result.embedding(), tokens.get(i).count(), tokens.get(i).isTruncated()));
    }
    return encoded;
  }
}
