package dev.clipcoder.labelset;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a label set; all but its build never changes.
 *
 * @param state whether it can serve with the loaded model
 * @param jobId the job that builds or built it
 * @param thresholdsFingerprint the checkpoint that its thresholds were given for; null where it has none
 * @param provenance where its texts come from
 */
public record LabelSetVersion(
    String id,
    int version,
    LabelSetDefinition definition,
    BuildState state,
    String jobId,
    @Nullable String thresholdsFingerprint,
    Provenance provenance,
    Instant createdAt) {

  /** Whether the thresholds were given for another checkpoint than this. */
  public boolean hasStaleThresholds(String fingerprint) {
    return thresholdsFingerprint != null && !thresholdsFingerprint.equals(fingerprint);
  }
}
