package dev.clipcoder.classify;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.clipcoder.embedding.Embedding;
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
import dev.clipcoder.tracing.Traces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({BankProperties.class, ImageCacheProperties.class})
class ClassifyConfiguration {

  /** Objects, map node and queue links of one remembered embedding, in bytes: measured 201, and 247 with a region. */
  private static final int OVERHEAD = 250;

  @Bean
  Intake intake(
      Admission admission, BatchingProperties batching, Traces traces, MeterRegistry meters) {
    return new Intake(admission, batching, traces, meters);
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
  PictureEmbeddings pictureEmbeddings(
      ImageReader reader,
      ImageEncoder encoder,
      ModelDescription model,
      ImageCacheProperties properties,
      MeterRegistry meters) {
    long most = properties.maxBytes().toBytes();
    Cache<PictureKey, Embedding> remembered = Caffeine.newBuilder()
        .maximumWeight(most)
        .weigher((PictureKey _, Embedding embedding) -> bytes(embedding))
        .recordStats()
        .build();
    CaffeineCacheMetrics.monitor(meters, remembered, "clipcoder.images");
    Gauge.builder("clipcoder.images.remembered", remembered, ClassifyConfiguration::bytes)
        .description("What embeddings of pictures take that are kept in memory")
        .baseUnit(BaseUnits.BYTES)
        .register(meters);
    Gauge.builder("clipcoder.cache.bytes", remembered, ClassifyConfiguration::bytes)
        .description("What a cache takes in memory")
        .baseUnit(BaseUnits.BYTES)
        .tag("cache", "clipcoder.images")
        .register(meters);
    PictureNames names =
        most == 0 ? PictureNames.unshared() : PictureNames.byContent(model, reader.rules());
    return new PictureEmbeddings(names, remembered, reader, encoder);
  }

  private static int bytes(Embedding embedding) {
    return Float.BYTES * embedding.dimension() + OVERHEAD;
  }

  private static double bytes(Cache<?, ?> cache) {
    return cache.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  @Bean
  Sight.Eyes eyes(PictureEmbeddings embeddings, ModelDescription model) {
    return new Sight.Eyes(embeddings, model);
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
      PictureEmbeddings embeddings,
      SupportSets sets,
      Examples examples,
      ModelDescription model) {
    return new TeachService(intake, embeddings, sets, examples, model);
  }

  @Bean
  EmbedService embedService(
      Intake intake, PictureEmbeddings embeddings, TextEmbeddings texts, ModelDescription model) {
    return new EmbedService(intake, embeddings, texts, model);
  }
}
