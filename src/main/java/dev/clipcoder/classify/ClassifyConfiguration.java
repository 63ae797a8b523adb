package dev.clipcoder.classify;

import dev.clipcoder.encoder.Admission;
import dev.clipcoder.encoder.BatchingProperties;
import dev.clipcoder.encoder.DeviceMemory;
import dev.clipcoder.encoder.ImageEncoder;
import dev.clipcoder.fewshot.Examples;
import dev.clipcoder.fewshot.FittedSets;
import dev.clipcoder.fewshot.SupportSets;
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
    return new Intake(admission, batching, meters);
  }

  @Bean
  LabelSetHeads labelSetHeads(
      LabelSets sets,
      TextStore store,
      DeviceMemory memory,
      BankProperties properties,
      MeterRegistry meters) {
    return new LabelSetHeads(sets, store, memory, properties.maxBytes(), meters);
  }

  @Bean
  CoderSpaces coderSpaces(
      LabelSets sets,
      LabelSetHeads heads,
      TextStore store,
      ModelDescription model,
      BankProperties properties,
      MeterRegistry meters) {
    return new CoderSpaces(sets, heads, store, model, properties.maxSpaceBytes(), meters);
  }

  @Bean
  Sight.Eyes eyes(ImageReader reader, ImageEncoder encoder, ModelDescription model) {
    return new Sight.Eyes(reader, encoder, model);
  }

  @Bean
  CoderService coderService(
      Intake intake, Sight.Eyes eyes, LabelSets sets, CoderSpaces spaces, MeterRegistry meters) {
    return new CoderService(intake, eyes, sets, spaces, meters);
  }

  @Bean
  ClassifyService classifyService(
      Intake intake,
      Sight.Eyes eyes,
      TextEmbeddings texts,
      LabelSetHeads heads,
      FittedSets fitted,
      PairMeetings meetings,
      ModelDescription model,
      MeterRegistry meters) {
    return new ClassifyService(intake, eyes, texts, heads, fitted, meetings, model, meters);
  }

  @Bean
  TeachService teachService(
      Intake intake,
      ImageReader reader,
      ImageEncoder encoder,
      SupportSets sets,
      Examples examples,
      ModelDescription model) {
    return new TeachService(intake, new ExampleViewing(reader, encoder), sets, examples, model);
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
