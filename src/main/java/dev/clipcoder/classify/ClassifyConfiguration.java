package dev.clipcoder.classify;

import dev.clipcoder.encoder.Admission;
import dev.clipcoder.encoder.BatchingProperties;
import dev.clipcoder.encoder.ImageEncoder;
import dev.clipcoder.image.ImageReader;
import dev.clipcoder.labelset.LabelSets;
import dev.clipcoder.labelset.PairMeetings;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.textbank.TextEmbeddings;
import dev.clipcoder.textbank.TextStore;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BankProperties.class)
class ClassifyConfiguration {

  @Bean
  Intake intake(Admission admission, BatchingProperties batching, MeterRegistry meters) {
    return new Intake(admission, batching.deadline(), meters);
  }

  @Bean
  LabelSetHeads labelSetHeads(
      LabelSets sets, TextStore store, BankProperties properties, MeterRegistry meters) {
    return new LabelSetHeads(sets, store, properties.maxBytes(), meters);
  }

  @Bean
  ClassifyService classifyService(
      Intake intake,
      ImageReader reader,
      ImageEncoder encoder,
      TextEmbeddings texts,
      LabelSetHeads heads,
      PairMeetings meetings,
      ModelDescription model,
      MeterRegistry meters) {
    return new ClassifyService(intake, reader, encoder, texts, heads, meetings, model, meters);
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
