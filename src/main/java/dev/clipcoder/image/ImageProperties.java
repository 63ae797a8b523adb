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
 * @param maxBytes largest encoded picture
 * @param maxPixels most pixels of one picture, width times height; decoded they take 3 bytes each
 * @param maxProgressivePixels most pixels of one progressive JPEG, whose decoding takes up to four times the memory and
 *     passes over the picture many times
 * @param megapixelsInFlight megapixels that may be held decoded at once, over all requests; a larger picture is decoded
 *     alone
 * @param decodeThreads threads that decode and prepare pictures; 0 for one per processor
 * @param exif whether pictures are turned upright as their EXIF orientation says
 * @param mode {@code exact}: every pixel as Pillow has it; {@code fast}: large JPEGs are reduced while they are decoded
 * @param allowUrls whether pictures may be named by their address and are fetched from there, from public hosts only
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
