package dev.clipcoder.labelset;

/** A version is being built; the set can be changed when that is over. */
public final class LabelSetBuildingException extends LabelSetException {

  private final String jobId;

  LabelSetBuildingException(String id, int version, String jobId) {
    super("Version %d of label set '%s' is being built. Wait for job %s, or cancel it."
        .formatted(version, id, jobId));
    this.jobId = jobId;
  }

  public String jobId() {
    return jobId;
  }
}
