package dev.clipcoder.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class SettingsCheckTest {

  @ConfigurationProperties("clipcoder")
  record Top(String model) {}

  @ConfigurationProperties("clipcoder.queue")
  record Queue(int maxSize, List<String> names) {}

  @ConfigurationProperties("clipcoder.access")
  record Access(List<Key> keys) {

    record Key(String name) {}
  }

  @EnableConfigurationProperties({Top.class, Queue.class, Access.class})
  static class Settings {}

  private final ApplicationContextRunner runner = new ApplicationContextRunner()
      .withUserConfiguration(Settings.class, SettingsCheck.class)
      .withPropertyValues("clipcoder.queue.max-size=3");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clipcoder.model=a",
        "clipcoder.queue.maxSize=4",
        "clipcoder.queue.max_size=4",
        "clipcoder.queue.names[0]=a",
        "clipcoderish.model=a",
        "server.prot=1"
      })
  void known_orOfSomebodyElse_starts(String setting) {
    runner.withPropertyValues(setting).run(context -> assertThat(context).hasNotFailed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"clipcoder.queue.max-sise=4", "clipcoder.queue.sizes[0]=4"})
  void unknown_inAGroup_isRefusedWithTheOthersOfTheGroup(String setting) {
    runner
        .withPropertyValues(setting)
        .run(context -> assertThat(context)
            .getFailure()
            .isInstanceOf(UnknownSettingException.class)
            .hasMessageContaining(setting.substring(0, setting.indexOf('=')))
            .hasMessageEndingWith("There are clipcoder.queue.max-size, clipcoder.queue.names."));
  }

  @Test
  void unknown_inNoGroup_isRefusedWithAll() {
    runner
        .withPropertyValues("clipcoder.que.max-size=4")
        .run(context -> assertThat(context)
            .getFailure()
            .hasMessageContaining("clipcoder.model, clipcoder.queue.max-size"));
  }

  @Test
  void variable_unknown_isWarnedOf(CapturedOutput output) {
    run("CLIPCODER_MODLE").run(context -> assertThat(context).hasNotFailed());
    assertThat(output).contains("environment variable CLIPCODER_MODLE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CLIPCODER_MODEL",
        "CLIPCODER_QUEUE_MAXSIZE",
        "CLIPCODER_QUEUE_NAMES_0",
        "CLIPCODER_ACCESS_KEYS_0_NAME",
        "CLIPCODER_SERVICE_HOST",
        "CLIPCODER_PORT_8080_TCP",
        "PATH"
      })
  void variable_knownOrOfThePlatform_isNot(String name, CapturedOutput output) {
    run(name).run(context -> assertThat(context).hasNotFailed());
    assertThat(output).doesNotContain("environment variable");
  }

  private ApplicationContextRunner run(String variable) {
    return runner.withInitializer(context -> context
        .getEnvironment()
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of(variable, "1"))));
  }
}
