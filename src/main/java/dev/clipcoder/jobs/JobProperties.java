package dev.clipcoder.jobs;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How jobs are shared among replicas.
 *
 * @param lease how long a job stays with a replica that is not heard of; then another goes on with it
 * @param poll how often a replica looks for jobs that others have queued or left
 */
@Validated
@ConfigurationProperties("clipcoder.jobs")
public record JobProperties(
    @DefaultValue("30s") @NotNull Duration lease,
    @DefaultValue("1s") @NotNull Duration poll) {}
