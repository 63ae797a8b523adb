package dev.clipcoder.fewshot;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How big support sets may be.
 *
 * @param maxExamples most examples of a set; with a small heap fewer
 * @param maxKeptBytes most bytes of pictures that a set keeps
 * @param maxArchiveEntries most entries of an archive of pictures
 * @param maxArchiveBytes most bytes of an archive of pictures when it is unpacked
 * @param maxBytes about how much memory fitted heads may take
 * @param maxExampleBytes about how much memory the embeddings of examples of sets in use may take
 * @param nearDuplicate cosine from which an example is said to be nearly the same as another
 */
@Validated
@ConfigurationProperties("clipcoder.support-sets")
public record SupportSetProperties(
    @DefaultValue("100000") @Positive int maxExamples,
    @DefaultValue("2GB") @NotNull DataSize maxKeptBytes,
    @DefaultValue("20000") @Positive int maxArchiveEntries,
    @DefaultValue("1GB") @NotNull DataSize maxArchiveBytes,
    @DefaultValue("256MB") @NotNull DataSize maxBytes,
    @DefaultValue("128MB") @NotNull DataSize maxExampleBytes,
    @DefaultValue("0.98") @Positive @DecimalMax("1") double nearDuplicate) {}
