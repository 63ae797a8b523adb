package dev.clipcoder.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence what is wrong, instead of a page of stack trace. */
class AccessFailureAnalyzer extends AbstractFailureAnalyzer<AccessSettingsException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, AccessSettingsException cause) {
    return new FailureAnalysis(cause.getMessage(), null, cause);
  }
}
