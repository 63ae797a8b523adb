package dev.clipcoder.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.jni.NativeLibrary;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.NoSuchElementException;
import java.util.ServiceLoader;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test where there is no Helm library for the platform, and says so. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsHelm.Condition.class)
@interface NeedsHelm {

  /** Looks whether the library can be loaded. */
  final class Condition implements ExecutionCondition {

    private static final ConditionEvaluationResult RESULT = look();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return RESULT;
    }

    /** Looks first: without a library on the class path, Helm's Java side would try to download one. */
    private static ConditionEvaluationResult look() {
      String platform = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
      try {
        var _ = ServiceLoader.load(NativeLibrary.class).findFirst().orElseThrow();
        Helm.create();
        return ConditionEvaluationResult.enabled("Helm runs on " + platform);
      } catch (NoSuchElementException | LinkageError e) {
        return ConditionEvaluationResult.disabled(
            "The chart is not tested: there is no Helm library for " + platform + " (" + e + ")");
      }
    }
  }
}
