package dev.clipcoder.security;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says of a misspelt role what the roles are, where Spring would tell of classes. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class RoleFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

  private static final Pattern ROLES =
      Pattern.compile("clipcoder\\.security\\.keys\\[\\d+]\\.roles(\\[\\d+])?");

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
    String setting = cause.getName().toString();
    return ROLES.matcher(setting).matches()
        ? new FailureAnalysis(
            "%s must be some of classify, manage and metrics, with commas between."
                .formatted(setting),
            null,
            cause)
        : null;
  }
}
