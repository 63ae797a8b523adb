package dev.clipcoder.labelset;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How big a label set may be.
 *
 * @param maxClasses most classes of a set
 * @param maxTexts most texts of a set, one-to-one texts included, each counted once per template
 * @param maxTextLength most characters of a label, a name, a text or a template
 */
@Validated
@ConfigurationProperties("clipcoder.label-sets")
public record LabelSetLimits(
    @DefaultValue("10000") @Positive int maxClasses,
    @DefaultValue("1000000") @Positive int maxTexts,
    @DefaultValue("1000") @Positive int maxTextLength) {}
