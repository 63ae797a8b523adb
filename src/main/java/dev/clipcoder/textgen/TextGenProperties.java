package dev.clipcoder.textgen;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How texts are generated.
 *
 * @param source what is asked where a request does not say: {@code wordnet} or {@code llm}
 * @param analogousCosine an analogous thing whose name has a greater cosine to another class's name is left out (CODER,
 *     arXiv 2404.17753, section 3)
 * @param duplicateCosine a text with a greater cosine to a better one of its class and kind is left out
 * @param perClass texts of a class where a request does not say
 * @param perPair texts of a pair of classes in each direction
 * @param maxPairs most pairs of one request
 */
@Validated
@ConfigurationProperties("clipcoder.textgen")
public record TextGenProperties(
    @DefaultValue("wordnet") @NotBlank String source,
    @DefaultValue("0.9") @DecimalMin("-1") @DecimalMax("1") double analogousCosine,
    @DefaultValue("0.97") @DecimalMin("-1") @DecimalMax("1") double duplicateCosine,
    @DefaultValue("12") @Positive int perClass,
    @DefaultValue("4") @Positive int perPair,
    @DefaultValue("10000") @Positive int maxPairs) {}
