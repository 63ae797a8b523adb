package dev.clipcoder.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a database that cannot be opened as one sentence instead of a stack trace. */
class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<DatabaseOpeningException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, DatabaseOpeningException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Give this process a clipcoder.data-dir of its own that it may write, or a clipcoder.database-url that can be reached.",
        rootFailure);
  }
}
