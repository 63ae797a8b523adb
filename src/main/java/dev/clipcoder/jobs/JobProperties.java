package dev.clipcoder.jobs;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How jobs are shared among replicas, and what becomes of them.
 *
 * @param lease how long a job stays with a replica that is not heard of; then another goes on with it
 * @param poll how often a replica looks for jobs that others have queued or left
 * @param maxAttempts how often a job is begun that takes the process, or the thread, with it; then it fails
 * @param keep how long a job that is over can still be asked for
 */
@Validated
@ConfigurationProperties("clipcoder.jobs")
public record JobProperties(
    @DefaultValue("30s") @NotNull Duration lease,
    @DefaultValue("1s") @NotNull Duration poll,
    @DefaultValue("5") @Positive int maxAttempts,
    @DefaultValue("7d") @NotNull Duration keep) {}
