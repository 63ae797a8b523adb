package dev.clipcoder.labelset;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where label sets live, and for how long what they leave behind is kept.
 *
 * @param dir a folder of definitions: {@code pets.json} is the set {@code pets}
 * @param poll how often the folder is looked at
 * @param keepEmbeddings how long the embedding of a text is kept that no version needs any more; at least an hour
 */
@Validated
@ConfigurationProperties("clipcoder.label-sets")
record LabelSetProperties(
    @Nullable Path dir,
    @DefaultValue("2s") @NotNull Duration poll,
    @DefaultValue("30d") @NotNull Duration keepEmbeddings) {

  private static final Duration LEAST_KEPT = Duration.ofHours(1);

  LabelSetProperties {
    // A build that is under way must not lose what it has found.
    if (keepEmbeddings.compareTo(LEAST_KEPT) < 0) {
      throw new IllegalArgumentException(
          "clipcoder.label-sets.keep-embeddings must be at least 1h, not " + keepEmbeddings);
    }
  }
}
