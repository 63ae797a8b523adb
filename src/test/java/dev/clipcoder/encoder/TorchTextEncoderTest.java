package dev.clipcoder.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clipcoder.encoder.internal.Towers;
import dev.clipcoder.model.Tokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Texts on their way to the device, at the moments when something is closed or fails. */
class TorchTextEncoderTest {

  private static final Deadline SOON = Deadline.in(Duration.ofMinutes(1));

  private final WorkQueue queue = new WorkQueue(BatchSizes.upTo(4), 1, 0, () -> 0);
  private final Device device =
      new Device("test", new NoTowers(), queue, 1, 1, new SimpleMeterRegistry());
  private final ExecutorService tokenizing = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    tokenizing.shutdownNow();
  }

  @Test
  void encode_tokenizingHasEnded_saysThatTheServiceShutsDown() {
    tokenizing.shutdown();

    assertThatThrownBy(() -> encode(text -> tokens()))
        .isInstanceOf(EncoderUnavailableException.class)
        .hasMessage("The service is shutting down.");
  }

  @Test
  void encode_deviceHasEnded_saysThatTheServiceShutsDown() {
    device.close();

    assertThatThrownBy(() -> encode(text -> tokens()).join())
        .hasCauseInstanceOf(EncoderUnavailableException.class);
  }

  @Test
  void encode_errorInTheTokenizer_isTold() {
    assertThatThrownBy(() -> encode(text -> {
              throw new NoSuchMethodError("in the tokenizer");
            })
            .join())
        .hasCauseInstanceOf(NoSuchMethodError.class);
  }

  @Test
  void encode_cancelledWhileItWaits_leavesNothingForTheDevice() throws Exception {
    CompletableFuture<List<EncodedText>> answer = encode(text -> tokens());
    while (queue.size() < 2) {
      Thread.onSpinWait();
    }
    // The device is not started: they wait. What the tokenizing thread does behind must be over.
    tokenizing.submit(() -> {}).get();
    answer.cancel(true);
    queue.close();

    assertThat(queue.take(true).items()).isEmpty();
  }

  private CompletableFuture<List<EncodedText>> encode(Function<String, Tokens> tokenizer) {
    return new TorchTextEncoder(tokenizer, device, tokenizing)
        .encode(List.of("a cat", "a dog"), SOON, Urgency.INTERACTIVE)
        .orTimeout(10, TimeUnit.SECONDS);
  }

  private static Tokens tokens() {
    return new Tokens(new long[] {1, 2}, 1, 2);
  }

  /** Never called: the device thread does not run here. */
  private static final class NoTowers implements Towers {

    @Override
    public void useFixedPlansOnThisThread() {
      throw new AssertionError();
    }

    @Override
    public void useThreads(int count) {
      // No engine.
    }

    @Override
    public float[][] encodeImages(ByteBuffer pixels, int count) {
      throw new AssertionError();
    }

    @Override
    public float[][] encodeTexts(long[] ids, long[] ends) {
      throw new AssertionError();
    }
  }
}
