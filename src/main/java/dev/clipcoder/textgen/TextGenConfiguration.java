package dev.clipcoder.textgen;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TextGenProperties.class)
class TextGenConfiguration {

  @Bean
  TextGenerator textGenerator(TextGenProperties properties) {
    return new TextGenerator(properties);
  }

  @Bean
  TextSources textSources() {
    return new TextSources(List.of(new WordNetSource(Clock.systemUTC())), Map.of());
  }
}
