package dev.clipcoder.ops;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence what is wrong, instead of a page of stack trace. */
class UnknownSettingFailureAnalyzer extends AbstractFailureAnalyzer<UnknownSettingException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, UnknownSettingException cause) {
    return new FailureAnalysis(cause.getMessage(), null, cause);
  }
}
