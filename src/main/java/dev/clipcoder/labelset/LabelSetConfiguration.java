package dev.clipcoder.labelset;

import dev.clipcoder.database.Database;
import dev.clipcoder.database.Tally;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.jobs.Jobs;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.textbank.TextSpace;
import dev.clipcoder.textbank.TextStore;
import dev.clipcoder.textgen.LlmAnswers;
import dev.clipcoder.textgen.LlmProperties;
import dev.clipcoder.textgen.PhraseEncoder;
import dev.clipcoder.textgen.TextGenProperties;
import dev.clipcoder.textgen.TextGenerator;
import dev.clipcoder.textgen.TextSources;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LabelSetLimits.class, LabelSetProperties.class})
class LabelSetConfiguration {

  private final FileManagedSets files = new FileManagedSets();
  private final Clock clock = Clock.systemUTC();

  @Bean
  VersionRepository versionRepository(TextSpace space) {
    return new VersionRepository(space.id());
  }

  @Bean
  BuildRepository buildRepository(TextSpace space) {
    return new BuildRepository(space.id());
  }

  @Bean
  BuildJob buildJob(Database database, TextStore store, VersionRepository versions) {
    return new BuildJob(database, store, versions);
  }

  @Bean
  PairMeetings pairMeetings(Database database, MeterRegistry meters) {
    return new PairMeetings(database, clock, meters);
  }

  @Bean
  LabelSets labelSets(Database database, VersionRepository versions, BuildRepository builds) {
    return new LabelSets(database, versions, builds);
  }

  @Bean
  LabelSetPairs labelSetPairs(LabelSets sets, PairMeetings meetings) {
    return new LabelSetPairs(sets, meetings);
  }

  @Bean
  Registrations registrations(
      Database database,
      Jobs jobs,
      VersionRepository versions,
      BuildRepository builds,
      ModelDescription model) {
    return new Registrations(database, jobs, versions, builds, model, clock);
  }

  @Bean
  LabelSetRegistry labelSetRegistry(
      Database database,
      VersionRepository versions,
      Registrations registrations,
      LabelSets sets,
      PairMeetings meetings,
      LabelSetLimits limits,
      ModelDescription model,
      ObjectProvider<LabelSetUser> users) {
    return new LabelSetRegistry(
        database,
        versions,
        registrations,
        sets,
        meetings,
        files,
        limits,
        model,
        users.stream().toList());
  }

  @Bean
  GenerateJob generateJob(
      Database database,
      VersionRepository versions,
      LabelSetPairs pairs,
      TextStore store,
      TextGenerator generator,
      TextSources sources,
      TextGenProperties textGen,
      LabelSetLimits limits,
      ModelDescription model,
      ObjectProvider<Registrations> registrations) {
    PhraseEncoder encoder =
        texts -> store.encode(texts).stream().map(EncodedText::embedding).toList();
    GenerationOrders orders = new GenerationOrders(pairs, encoder, textGen);
    GeneratedVersions generated = new GeneratedVersions(
        database, versions, registrations::getObject, limits, LabelSetRegistry.hasSigmoid(model));
    return new GenerateJob(
        database, encoder, versions, orders, generator, sources, textGen, generated);
  }

  @Bean
  LabelSetGenerator labelSetGenerator(
      Database database,
      Jobs jobs,
      LabelSets sets,
      TextSources sources,
      TextGenProperties textGen) {
    return new LabelSetGenerator(database, jobs, sets, files, sources, textGen, clock);
  }

  @Bean
  LabelSetQualities labelSetQualities(
      Database database, LabelSets sets, LabelSetPairs pairs, TextStore store) {
    return new LabelSetQualities(database, sets, pairs, store);
  }

  @Bean
  LabelSetCare labelSetCare(
      Database database,
      BuildRepository builds,
      VersionRepository versions,
      TextStore store,
      LabelSetRegistry registry,
      LabelSetProperties properties,
      LlmProperties llm) {
    Upkeep upkeep = new Upkeep(
        database,
        builds,
        versions,
        store,
        properties.keepEmbeddings(),
        new LlmAnswers(database),
        llm.keepAnswers(),
        clock);
    return new LabelSetCare(properties, upkeep, registry, files, clock);
  }

  @Bean
  MeterBinder labelSetMeters(Database database, BuildRepository builds) {
    Tally<Long> sets = new Tally<>(database, 0L, VersionRepository::count);
    Tally<Long> unready = new Tally<>(database, 0L, builds::countUnready);
    return meters -> {
      Gauge.builder("clipcoder.label.sets", sets, Tally::now)
          .description("Label sets that are kept")
          .strongReference(true)
          .register(meters);
      Gauge.builder("clipcoder.label.sets.unready", unready, Tally::now)
          .description("Label sets of which no version can serve with the loaded model")
          .strongReference(true)
          .register(meters);
    };
  }

  @Bean
  ApplicationRunner prepareSets(Registrations registrations, LabelSetCare care) {
    return _ -> {
      registrations.buildMissing();
      care.start();
    };
  }
}
