package dev.clipcoder.image.fetch;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How pictures are fetched where {@code clipcoder.images.allow-urls} is true.
 *
 * @param timeout from the request to the last byte, over all redirects
 * @param ports from which is fetched
 * @param maxRedirects how often a host may send us on
 * @param threads pictures that are fetched at once, over all requests; sixteen times as many wait
 */
@ConfigurationProperties("clipcoder.images.urls")
@Validated
record FetchSettings(
    @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(minutes = 5)
    Duration timeout,

    @DefaultValue({"80", "443"}) @NotEmpty Set<@Min(1) @Max(65535) Integer> ports,

    @DefaultValue("3") @PositiveOrZero int maxRedirects,
    @DefaultValue("16") @Min(1) int threads) {}
