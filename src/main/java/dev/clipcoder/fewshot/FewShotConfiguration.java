package dev.clipcoder.fewshot;

import dev.clipcoder.database.Database;
import dev.clipcoder.database.Tally;
import dev.clipcoder.encoder.ImageEncoder;
import dev.clipcoder.image.ImageReader;
import dev.clipcoder.jobs.Jobs;
import dev.clipcoder.labelset.LabelSetLimits;
import dev.clipcoder.labelset.LabelSetUser;
import dev.clipcoder.labelset.LabelSets;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.textbank.TextStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SupportSetProperties.class)
class FewShotConfiguration {

  @Bean
  ImageSpace imageSpace(ModelDescription model) {
    return ImageSpace.of(model);
  }

  @Bean
  ExampleRepository exampleRepository(ImageSpace space) {
    return new ExampleRepository(space);
  }

  @Bean
  LabelSetUser supportSetsUseLabelSets() {
    return (transaction, id) ->
        SupportSetRepository.userOf(transaction, id).map("support set '%s'"::formatted);
  }

  @Bean
  SupportClasses supportClasses(LabelSets sets, LabelSetLimits limits, ModelDescription model) {
    return new SupportClasses(sets, limits, model);
  }

  @Bean
  SupportSets supportSets(
      Database database, LabelSets sets, SupportClasses classes, ExampleRepository examples) {
    return new SupportSets(database, sets, classes, examples);
  }

  @Bean
  ExampleCache exampleCache(
      Database database,
      ExampleRepository repository,
      SupportSetProperties properties,
      MeterRegistry meters) {
    return new ExampleCache(database, repository, properties.maxExampleBytes(), meters);
  }

  @Bean
  FittedSets fittedSets(
      Database database,
      SupportSets sets,
      SupportClasses classes,
      ExampleCache examples,
      TextStore store,
      ImageSpace space,
      ModelDescription model,
      SupportSetProperties properties,
      MeterRegistry meters) {
    Fitting fitting = new Fitting(classes, examples, new ClassTexts(store), model);
    Choices choices = new Choices(database, space);
    return new FittedSets(sets, classes, fitting, choices, properties.maxBytes(), meters);
  }

  @Bean
  Examples examples(
      Database database,
      SupportSets sets,
      ExampleRepository repository,
      ExampleCache cache,
      FittedSets heads,
      ModelDescription model,
      SupportSetProperties properties) {
    SupportLimits limits = SupportLimits.of(
        properties.maxExamples(), model.dimension(), Runtime.getRuntime().maxMemory());
    return new Examples(
        database, sets, repository, cache, heads, limits, properties, Clock.systemUTC());
  }

  @Bean
  OriginalsJob originalsJob(
      Database database, ExampleRepository repository, ImageReader reader, ImageEncoder encoder) {
    return new OriginalsJob(database, repository, reader, encoder);
  }

  @Bean
  ApplicationRunner recoverSupportSets(Database database, ExampleRepository repository, Jobs jobs) {
    Recovery recovery = new Recovery(database, repository, jobs);
    return _ -> recovery.begin();
  }

  @Bean
  MeterBinder supportSetMeters(Database database) {
    Tally<SupportSetRepository.Counts> kept =
        new Tally<>(database, new SupportSetRepository.Counts(0, 0), SupportSetRepository::count);
    return meters -> {
      Gauge.builder("clipcoder.support.sets", kept, tally -> tally.now().sets())
          .description("Support sets that are kept")
          .strongReference(true)
          .register(meters);
      Gauge.builder("clipcoder.support.examples", kept, tally -> tally.now().examples())
          .description("Examples of all support sets")
          .strongReference(true)
          .register(meters);
    };
  }
}
