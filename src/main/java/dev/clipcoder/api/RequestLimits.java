package dev.clipcoder.api;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much one request may ask for.
 *
 * @param maxBytes largest body of a request, or line of one in lines; without it 100 MB, or with a small heap a fifth
 *     of the bytes in flight
 * @param maxBytesInFlight heap that the bodies of all requests under way may take, beyond which they are refused (429):
 *     a raw one twice its size, a multipart one four times, a JSON one five times; without it half of the heap
 * @param maxLabels labels of one classification
 * @param maxRegions regions of one picture
 * @param maxImages pictures of one {@code POST /embed}
 * @param maxBatchImages pictures of one {@code POST /classify/batch}
 * @param maxTexts texts of one {@code POST /embed}
 * @param maxTextLength characters of a label, a template or a text
 * @param patience how long is waited in all for the head of a request, and for its body beside the time that this takes
 *     at the rate below
 * @param minBytesPerSecond how fast a body has to come on average, beyond that time
 */
@Validated
@ConfigurationProperties("clipcoder.requests")
record RequestLimits(
    @Nullable DataSize maxBytes,
    @Nullable DataSize maxBytesInFlight,
    @DefaultValue("1000") @Min(1) int maxLabels,
    @DefaultValue("32") @Min(1) int maxRegions,
    @DefaultValue("32") @Min(1) int maxImages,
    @DefaultValue("1000") @Min(1) int maxBatchImages,
    @DefaultValue("1000") @Min(1) int maxTexts,
    @DefaultValue("2000") @Min(1) int maxTextLength,
    @DefaultValue("30s") @DurationMin(millis = 100) Duration patience,
    @DefaultValue("8KB") @NotNull DataSize minBytesPerSecond) {

  RequestLimits {
    if (minBytesPerSecond.toBytes() < 1) {
      throw new IllegalArgumentException(
          "clipcoder.requests.min-bytes-per-second must be at least 1B, not " + minBytesPerSecond);
    }
  }
}
