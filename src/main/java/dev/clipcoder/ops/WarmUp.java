package dev.clipcoder.ops;

import dev.clipcoder.encoder.BatchingProperties;
import dev.clipcoder.encoder.Deadline;
import dev.clipcoder.encoder.ImageEncoder;
import dev.clipcoder.encoder.Pixels;
import dev.clipcoder.encoder.TextEncoder;
import dev.clipcoder.model.ModelDescription;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Runs both towers before the service says that it is ready: the engine plans its work on the first calls, and the
 * weights are read from disk by the first who touch them. Readiness waits for runners, so it waits for this one.
 */
@Component
class WarmUp implements ApplicationRunner {

  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

  /** The engine's plans are final after this many calls; making them costs a fifth of a second a call. */
  private static final int ROUNDS = 3;

  /** Towers that compute longer than this hide that cost, and are not run again for it. */
  private static final long ENOUGH_NANOS = Duration.ofSeconds(2).toNanos();

  /** Cold weights may come from a network disk. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final ModelDescription model;
  private final ImageEncoder images;
  private final TextEncoder texts;
  private final BatchingProperties batching;
  private final MemoryUpkeep memory;

  WarmUp(
      ModelDescription model,
      ImageEncoder images,
      TextEncoder texts,
      BatchingProperties batching,
      MemoryUpkeep memory) {
    this.model = model;
    this.images = images;
    this.texts = texts;
    this.batching = batching;
    this.memory = memory;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    long begin = System.nanoTime();
    int side = model.imageSize();
    Pixels blank = new Pixels(new byte[3 * side * side], side);
    for (int round = 0; round < ROUNDS && System.nanoTime() - begin < ENOUGH_NANOS; round++) {
      Deadline deadline = Deadline.in(PATIENCE);
      images.encode(blank, deadline).join();
      texts.encode(List.of("a photo of a cat."), deadline).join();
    }
    memory.giveBack();
    log.info(
        "Model {} (family {}, {} dimensions, {} px, {}) on {} with {} threads, batches up to {}; warm after {} ms",
        model.id(),
        model.family(),
        model.dimension(),
        model.imageSize(),
        model.precision(),
        model.device(),
        model.threads(),
        batching.maxBatch(),
        (System.nanoTime() - begin) / 1_000_000);
  }
}
