package dev.clipcoder.encoder;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How items become batches, and how many may wait.
 *
 * @param maxBatch most items that the device takes at once, all its lanes together; a CPU takes fewer of what has many
 *     positions, 10 pictures of a ViT-B/32 or 32 texts of 16 tokens, since more gain nothing there
 * @param lanes how many batches the device works on at a time, each on its part of the processors; 0 for two on a CPU
 *     and one on a GPU, which are the most. With one, the same requests in the same order make the same batches
 * @param maxDelay how long a batch waits for pictures that are being resized; nothing waits when nothing is on its
 *     way, or when other work would lie idle meanwhile
 * @param maxPending most items between arrival and answer, at least 64; further ones are told to come again (429)
 * @param deadline how long a request may take in all
 * @param bulkDeadline how long one picture of a batch may take, waiting for all who are in a hurry included
 */
@Validated
@ConfigurationProperties("clipcoder.batching")
public record BatchingProperties(
    @DefaultValue("64") @Positive @Max(1024) int maxBatch,
    @DefaultValue("0") @PositiveOrZero @Max(2) int lanes,
    @DefaultValue("5ms") @NotNull Duration maxDelay,
    @DefaultValue("256") @Min(MIN_PENDING) int maxPending,
    @DefaultValue("30s") @NotNull Duration deadline,
    @DefaultValue("5m") @NotNull Duration bulkDeadline) {

  /** One request may need this much room: its pictures or regions, and texts to encode beside them. */
  private static final int MIN_PENDING = 64;
}
