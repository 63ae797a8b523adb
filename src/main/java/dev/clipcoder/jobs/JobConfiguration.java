package dev.clipcoder.jobs;

import dev.clipcoder.database.Database;
import java.time.Clock;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JobProperties.class)
class JobConfiguration {

  private final JobSignal signal = new JobSignal();

  @Bean
  Jobs jobs(Database database, ObjectProvider<JobKind> kinds) {
    return new Jobs(database, Clock.systemUTC(), signal, kinds.stream().toList());
  }

  @Bean
  JobRunner jobRunner(Database database, JobProperties properties, ObjectProvider<JobKind> kinds) {
    return runner(database, properties, kinds.stream().filter(kind -> !kind.isSlow()));
  }

  @Bean
  JobRunner slowJobRunner(
      Database database, JobProperties properties, ObjectProvider<JobKind> kinds) {
    return runner(database, properties, kinds.stream().filter(JobKind::isSlow));
  }

  private JobRunner runner(Database database, JobProperties properties, Stream<JobKind> kinds) {
    return new JobRunner(database, Clock.systemUTC(), properties, signal, kinds.toList());
  }
}
