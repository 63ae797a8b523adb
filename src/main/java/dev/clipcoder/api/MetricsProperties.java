package dev.clipcoder.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What metrics tell.
 *
 * @param labelSets ids of label sets that metrics tell by name; others are {@code other}, for ids are made by users,
 *     and every one would be a series of its own
 */
@ConfigurationProperties("clipcoder.metrics")
record MetricsProperties(@DefaultValue List<String> labelSets) {

  MetricsProperties {
    labelSets = List.copyOf(labelSets);
  }

  /** The value of the tag for what a request names. */
  String tag(@Nullable Object labelSet) {
    if (labelSet == null) {
      return "none";
    }
    String id = labelSet.toString();
    return labelSets.contains(id) ? id : "other";
  }
}
