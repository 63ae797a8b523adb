package dev.clipcoder.api;

import dev.clipcoder.classify.RememberedPictures;
import dev.clipcoder.encoder.BatchingProperties;
import dev.clipcoder.encoder.CountingAdmission;
import dev.clipcoder.encoder.DeviceMemory;
import dev.clipcoder.encoder.FixedEmbeddings;
import dev.clipcoder.encoder.FixedImageEncoder;
import dev.clipcoder.encoder.FixedTextEncoder;
import dev.clipcoder.encoder.HostDevice;
import dev.clipcoder.image.WordReader;
import dev.clipcoder.model.ModelDescription;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/**
 * The service as it runs, with doubles for what reads and encodes. Without a stereotype, so that the real
 * application does not find it.
 */
@EnableAutoConfiguration
@EnableConfigurationProperties(BatchingProperties.class)
@ComponentScan({
  "dev.clipcoder.api",
  "dev.clipcoder.classify",
  "dev.clipcoder.textbank",
  "dev.clipcoder.textgen",
  "dev.clipcoder.database",
  "dev.clipcoder.jobs",
  "dev.clipcoder.labelset",
  "dev.clipcoder.fewshot",
  "dev.clipcoder.image.fetch",
  "dev.clipcoder.security",
  "dev.clipcoder.tracing"
})
@Import(RememberedPictures.class)
class ServiceWithDoubles {

  @Bean
  WordReader imageReader() {
    return new WordReader();
  }

  @Bean
  FixedImageEncoder imageEncoder() {
    return new FixedImageEncoder();
  }

  @Bean
  FixedTextEncoder textEncoder() {
    return new FixedTextEncoder();
  }

  @Bean
  HostDevice device() {
    return new HostDevice();
  }

  @Bean
  DeviceMemory deviceMemory(HostDevice device) {
    return device.memory();
  }

  @Bean
  CountingAdmission admission() {
    return new CountingAdmission();
  }

  @Bean
  ModelDescription model() {
    return new ModelDescription(
        "clipcoder/mini-pictograms",
        "9f2c5b1d",
        "clip",
        FixedEmbeddings.DIMENSION,
        10.0,
        null,
        8,
        FixedTextEncoder.CONTEXT_LENGTH,
        "fp32",
        "cpu",
        1,
        null);
  }
}
