package dev.clipcoder.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RoleFailureAnalyzerTest {

  @Test
  void misspeltRole_isToldInOneSentence() {
    Binder settings = new Binder(new MapConfigurationPropertySource(Map.of(
        "clipcoder.security.keys[0].name", "x",
        "clipcoder.security.keys[0].roles", "classfy")));
    BindException failure = catchThrowableOfType(
        BindException.class, () -> settings.bind("clipcoder.security", AccessProperties.class));
    assertThat(
            Objects.requireNonNull(new RoleFailureAnalyzer().analyze(failure)).getDescription())
        .isEqualTo(
            "clipcoder.security.keys[0].roles must be some of classify, manage and metrics, with commas between.");
  }
}
