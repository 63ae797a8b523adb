package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.testing.Fixtures;
import dev.clipcoder.testing.LocalHub;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ModelConfigurationTest {

  @TempDir
  Path dataDir;

  @Test
  void model_bundled_isLaidOutAndOpened() {
    run("bundled").run(context -> {
      assertThat(context).hasNotFailed();
      assertThat(context.getBean(Checkpoint.class).id()).isEqualTo("clipcoder/mini-pictograms");
      assertThat(dataDir.resolve("models/mini-pictograms/model.safetensors")).isRegularFile();
    });
  }

  @Test
  void model_hubName_isDownloadedAndOpened() {
    try (LocalHub hub = new LocalHub("tiny/clip", Fixtures.checkpoint("quick-gelu-f32"))) {
      run("hf://tiny/clip").withPropertyValues("clipcoder.hub.url=" + hub.url()).run(context -> {
        assertThat(context).hasNotFailed();
        assertThat(context.getBean(Checkpoint.class).id()).isEqualTo("tiny/clip");
      });
      run("hf://tiny/clip@main")
          .withPropertyValues("clipcoder.hub.url=" + hub.url(), "clipcoder.hub.offline=true")
          .run(context -> assertThat(context).hasNotFailed());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf://clip",
        "hf://a/b/c",
        "hf://a/..",
        "hf://../b",
        "hf://a--b/c",
        "hf://a/b@",
        "hf://a/b@../../x",
        "hf://a/b?x=1",
        "hf://a@x/b",
        "hf://a /b"
      })
  void model_noHubName_isRefused(String model) {
    run(model)
        .run(context -> assertThat(context)
            .getFailure()
            .rootCause()
            .isInstanceOf(CheckpointException.class)
            .hasMessageContaining("expected hf://owner/name or hf://owner/name@revision"));
  }

  @Test
  void hub_tokenWithoutEncryption_isRefused() {
    run("hf://a/b")
        .withPropertyValues("clipcoder.hub.url=http://hub.invalid", "clipcoder.hub.token=secret")
        .run(context -> assertThat(context)
            .getFailure()
            .rootCause()
            .hasMessageContaining("the token would travel without encryption")
            .hasMessageNotContaining("secret"));
  }

  @Test
  void device_unknown_isRefused() {
    run("bundled")
        .withPropertyValues("clipcoder.device=tpu")
        .run(context -> assertThat(context)
            .getFailure()
            .rootCause()
            .hasMessageContaining("must be auto, cpu or cuda:0"));
  }

  private ApplicationContextRunner run(String model) {
    return new ApplicationContextRunner()
        .withUserConfiguration(ModelConfiguration.class)
        .withPropertyValues("clipcoder.model=" + model, "clipcoder.data-dir=" + dataDir);
  }
}
