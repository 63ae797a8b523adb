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
 * @param timeout From the request to the last byte, over all redirects. Default 10 seconds.
 * @param ports From which is fetched. Default 80 and 443.
 * @param maxRedirects How often a host may send us on. Default 3.
 * @param threads Pictures that are fetched at once, over all requests; sixteen times as many wait. Default 16.
 */
@ConfigurationProperties("clipcoder.images.urls")
@Validated
record FetchSettings(
    @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(minutes = 5)
    Duration timeout,

    @DefaultValue({"80", "443"}) @NotEmpty Set<@Min(1) @Max(65535) Integer> ports,

    @DefaultValue("3") @PositiveOrZero int maxRedirects,
    @DefaultValue("16") @Min(1) int threads) {}
