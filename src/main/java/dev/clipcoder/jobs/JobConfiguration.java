package dev.clipcoder.jobs;

import dev.clipcoder.database.Database;
import dev.clipcoder.database.Tally;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JobProperties.class)
class JobConfiguration {

  private final JobSignal signal = new JobSignal();

  @Bean
  Jobs jobs(Database database, ObjectProvider<JobKind> kinds) {
    return new Jobs(database, Clock.systemUTC(), signal, kinds.stream().toList());
  }

  @Bean
  ApplicationListener<ContextClosedEvent> jobsAtTheEnd(Jobs jobs) {
    return _ -> jobs.stopWaiting();
  }

  @Bean
  MeterBinder jobMeters(Database database, ObjectProvider<JobKind> kinds) {
    Tally<Map<String, Long>> jobs = new Tally<>(database, Map.of(), JobRepository::count);
    return meters -> kinds.forEach(kind -> {
      for (Job.State state : Job.State.values()) {
        String word = JobRepository.word(state);
        String key = JobRepository.countKey(kind.name(), word);
        Gauge.builder("clipcoder.jobs", jobs, tally -> tally.now().getOrDefault(key, 0L))
            .description("Jobs that are kept, by kind and state")
            .tag("kind", kind.name())
            .tag("state", word)
            .strongReference(true)
            .register(meters);
      }
    });
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
