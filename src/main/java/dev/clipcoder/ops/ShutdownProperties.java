package dev.clipcoder.ops;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the service ends.
 *
 * @param delay how long requests are still taken after readiness went down: as long as a load balancer needs to notice
 */
@Validated
@ConfigurationProperties("clipcoder.shutdown")
record ShutdownProperties(
    @DefaultValue("0s") @NotNull @DurationMin Duration delay) {}
