package dev.clipcoder.classify;

import dev.clipcoder.encoder.Admission;
import dev.clipcoder.encoder.BatchingProperties;
import dev.clipcoder.encoder.ImageEncoder;
import dev.clipcoder.image.ImageReader;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.textbank.TextEmbeddings;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ClassifyConfiguration {

  @Bean
  Intake intake(Admission admission, BatchingProperties batching, MeterRegistry meters) {
    return new Intake(admission, batching.deadline(), meters);
  }

  @Bean
  ClassifyService classifyService(
      Intake intake,
      ImageReader reader,
      ImageEncoder encoder,
      TextEmbeddings texts,
      ModelDescription model,
      MeterRegistry meters) {
    return new ClassifyService(intake, reader, encoder, texts, model, meters);
  }

  @Bean
  EmbedService embedService(
      Intake intake,
      ImageReader reader,
      ImageEncoder encoder,
      TextEmbeddings texts,
      ModelDescription model) {
    return new EmbedService(intake, reader, encoder, texts, model);
  }
}
