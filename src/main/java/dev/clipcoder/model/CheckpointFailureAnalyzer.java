package dev.clipcoder.model;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a checkpoint that cannot be used as one sentence instead of a stack trace. */
class CheckpointFailureAnalyzer extends AbstractFailureAnalyzer<CheckpointException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, CheckpointException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Point clipcoder.model (CLIPCODER_MODEL) at a sound checkpoint, or at 'bundled'.",
        rootFailure);
  }
}
