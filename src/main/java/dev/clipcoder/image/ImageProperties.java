package dev.clipcoder.image;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What pictures are accepted and how many are decoded at once.
 *
 * @param maxBytes Largest encoded picture. Default 20 MB.
 * @param maxPixels Most pixels of one picture, width times height; decoded they take 3 bytes each. Default 50
 *     million.
 * @param maxProgressivePixels Most pixels of one progressive JPEG, whose decoding takes up to four times the memory
 *     and passes over the picture many times. Default 25 million.
 * @param megapixelsInFlight Megapixels that may be held decoded at once, over all requests; a larger picture is
 *     decoded alone. Default 100.
 * @param decodeThreads Threads that decode and prepare pictures; 0, the default, means one per processor.
 * @param exif Whether pictures are turned upright as their EXIF orientation says. Default true.
 * @param mode {@code exact}, the default: every pixel as Pillow has it; {@code fast}: large JPEGs are reduced while they
 *     are decoded.
 * @param allowUrls Whether pictures may be named by their address and are fetched from there. Default false.
 */
@ConfigurationProperties("clipcoder.images")
@Validated
record ImageProperties(
    @DefaultValue("20MB") DataSize maxBytes,

    @DefaultValue("50000000") @Positive @Max(MAX_BUFFER_PIXELS)
    int maxPixels,

    @DefaultValue("25000000") @Positive @Max(MAX_BUFFER_PIXELS)
    int maxProgressivePixels,

    @DefaultValue("100") @Min(1) int megapixelsInFlight,
    @DefaultValue("0") @PositiveOrZero int decodeThreads,
    @DefaultValue("true") boolean exif,
    @DefaultValue("exact") DecodingRules.Mode mode,
    @DefaultValue("false") boolean allowUrls) {

  /** A direct buffer ends at 2³¹ − 1 bytes. */
  private static final int MAX_BUFFER_PIXELS = Integer.MAX_VALUE / 3;

  DecodingRules rules() {
    return new DecodingRules(mode, exif);
  }

  int threads() {
    return decodeThreads == 0 ? Runtime.getRuntime().availableProcessors() : decodeThreads;
  }
}
