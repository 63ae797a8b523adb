package dev.clipcoder.textbank;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.clipcoder.database.Database;
import dev.clipcoder.database.Tally;
import dev.clipcoder.encoder.Admission;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.encoder.TextEncoder;
import dev.clipcoder.model.ModelDescription;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TextCacheProperties.class)
class TextBankConfiguration {

  /** Objects, map node and queue links of one entry, in bytes. */
  private static final int OVERHEAD = 200;

  @Bean
  TextSpace textSpace(ModelDescription model) {
    return TextSpace.of(model);
  }

  @Bean
  TextStore textStore(Database database, TextEncoder encoder, TextSpace space) {
    return new TextStore(database, encoder, space, Clock.systemUTC());
  }

  @Bean
  TextEmbeddings textEmbeddings(
      TextEncoder encoder,
      Admission admission,
      TextStore store,
      TextCacheProperties properties,
      MeterRegistry meters) {
    Cache<String, EncodedText> remembered = Caffeine.newBuilder()
        .maximumWeight(properties.maxBytes().toBytes())
        .weigher(TextBankConfiguration::bytes)
        .recordStats()
        .build();
    CaffeineCacheMetrics.monitor(meters, remembered, "clipcoder.texts");
    Gauge.builder("clipcoder.cache.bytes", remembered, TextBankConfiguration::weight)
        .description("What a cache takes in memory")
        .baseUnit(BaseUnits.BYTES)
        .tag("cache", "clipcoder.texts")
        .register(meters);
    return new TextEmbeddings(encoder, admission, remembered, store);
  }

  @Bean
  MeterBinder storedTexts(Database database) {
    Tally<Long> texts = new Tally<>(database, 0L, EmbeddingRepository::count);
    return meters -> Gauge.builder("clipcoder.texts.stored", texts, Tally::now)
        .description("Texts whose embeddings are in the database, of all checkpoints")
        .strongReference(true)
        .register(meters);
  }

  private static double weight(Cache<?, ?> cache) {
    return cache.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  private static int bytes(String text, EncodedText encoded) {
    return Float.BYTES * encoded.embedding().dimension()
        + Character.BYTES * text.length()
        + OVERHEAD;
  }
}
