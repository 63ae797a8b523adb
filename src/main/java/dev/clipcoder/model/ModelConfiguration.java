package dev.clipcoder.model;

import java.nio.file.Path;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the configured checkpoint for the life of the service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ModelProperties.class, HubProperties.class})
class ModelConfiguration {

  private static final String BUNDLED = "bundled";

  @Bean
  Checkpoint checkpoint(ModelProperties properties, HubProperties hub) {
    CheckpointReader reader = CheckpointReader.rememberingIn(properties.dataDir());
    if (properties.model().equals(BUNDLED)) {
      return reader.read(BundledModel.ID, BundledModel.unpack(properties.dataDir()));
    }
    if (HubName.isMeantBy(properties.model())) {
      HubName name = HubName.parse(properties.model());
      return reader.read(name.id(), new HubCheckpoints(hub, properties.dataDir()).folder(name));
    }
    Path folder = Path.of(properties.model()).toAbsolutePath().normalize();
    return reader.read(String.valueOf(folder.getFileName()), folder);
  }
}
