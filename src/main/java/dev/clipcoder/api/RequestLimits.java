package dev.clipcoder.api;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much one request may ask for.
 *
 * @param maxBytes of the body, whatever is in it; Tomcat holds multipart bodies to the same
 * @param maxLabels labels of one classification
 * @param maxRegions regions of one picture
 * @param maxImages pictures of one {@code POST /embed}
 * @param maxTexts texts of one {@code POST /embed}
 * @param maxTextLength characters of a label, a template or a text
 */
@Validated
@ConfigurationProperties("clipcoder.requests")
record RequestLimits(
    @DefaultValue("100MB") DataSize maxBytes,
    @DefaultValue("1000") @Min(1) int maxLabels,
    @DefaultValue("32") @Min(1) int maxRegions,
    @DefaultValue("32") @Min(1) int maxImages,
    @DefaultValue("1000") @Min(1) int maxTexts,
    @DefaultValue("2000") @Min(1) int maxTextLength) {}
