package dev.clipcoder.containers;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

final class DockerCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    try {
      Docker.run("info");
      Docker.run("compose", "version");
      Docker.run("buildx", "version");
      return ConditionEvaluationResult.enabled("Docker answers");
    } catch (DockerException e) {
      if (Boolean.getBoolean("containers.required")) {
        throw e;
      }
      return ConditionEvaluationResult.disabled("Docker is needed: " + e.getMessage());
    }
  }
}
