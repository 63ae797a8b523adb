package dev.clipcoder.page;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

final class BrowserCondition implements ExecutionCondition {

  private static final String MISSING =
      "A browser is needed: install Chromium, or name one with -Dbrowser.path";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Chromium.executable().isPresent()) {
      return ConditionEvaluationResult.enabled("There is a browser");
    }
    if (Boolean.getBoolean("browser.required")) {
      throw new IllegalStateException(MISSING);
    }
    return ConditionEvaluationResult.disabled(MISSING);
  }
}
