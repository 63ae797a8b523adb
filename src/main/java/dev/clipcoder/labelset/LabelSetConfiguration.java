package dev.clipcoder.labelset;

import dev.clipcoder.database.Database;
import dev.clipcoder.jobs.Jobs;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.textbank.TextSpace;
import dev.clipcoder.textbank.TextStore;
import java.time.Clock;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LabelSetLimits.class)
class LabelSetConfiguration {

  @Bean
  VersionRepository versionRepository(TextSpace space) {
    return new VersionRepository(space.id());
  }

  @Bean
  BuildJob buildJob(Database database, TextStore store, VersionRepository versions) {
    return new BuildJob(database, store, versions);
  }

  @Bean
  LabelSets labelSets(
      Database database,
      Jobs jobs,
      VersionRepository versions,
      LabelSetLimits limits,
      ModelDescription model) {
    return new LabelSets(database, jobs, versions, limits, model, Clock.systemUTC());
  }

  @Bean
  ApplicationRunner buildMissingSets(LabelSets sets) {
    return _ -> sets.buildMissing();
  }
}
