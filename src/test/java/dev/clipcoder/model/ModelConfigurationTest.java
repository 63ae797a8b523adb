package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
  void model_hubName_saysThatAFolderIsNeeded() {
    run("hf://openai/clip-vit-base-patch32")
        .run(context -> assertThat(context)
            .getFailure()
            .rootCause()
            .isInstanceOf(CheckpointException.class)
            .hasMessageContaining("names with hf:// are not read yet"));
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
