package dev.clipcoder.database;

import dev.clipcoder.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class DatabaseConfiguration {

  @Bean
  Database database(DatabaseProperties properties, MeterRegistry meters, Traces traces) {
    return Database.open(properties, meters, traces);
  }
}
