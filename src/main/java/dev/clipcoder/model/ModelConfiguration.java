package dev.clipcoder.model;

import java.nio.file.Path;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the configured checkpoint for the life of the service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelProperties.class)
class ModelConfiguration {

  private static final String BUNDLED = "bundled";
  private static final String HUB_SCHEME = "hf://";

  @Bean
  Checkpoint checkpoint(ModelProperties properties) {
    CheckpointReader reader = CheckpointReader.rememberingIn(properties.dataDir());
    if (properties.model().equals(BUNDLED)) {
      return reader.read(BundledModel.ID, BundledModel.unpack(properties.dataDir()));
    }
    if (properties.model().startsWith(HUB_SCHEME)) {
      throw new CheckpointException(
          "clipcoder.model is %s, but names with hf:// are not read yet. Download the checkpoint and give its folder."
              .formatted(properties.model()));
    }
    Path folder = Path.of(properties.model()).toAbsolutePath().normalize();
    return reader.read(String.valueOf(folder.getFileName()), folder);
  }
}
