package dev.clipcoder.textgen;

import dev.clipcoder.database.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({TextGenProperties.class, LlmProperties.class})
class TextGenConfiguration {

  @Bean
  TextGenerator textGenerator(TextGenProperties properties) {
    return new TextGenerator(properties);
  }

  @Bean
  TextSources textSources(LlmProperties llm, Database database, MeterRegistry meters) {
    Clock clock = Clock.systemUTC();
    WordNetSource wordNet = new WordNetSource(clock);
    return llm.isConfigured()
        ? new TextSources(List.of(wordNet, new LlmSource(llm, database, clock, meters)), Map.of())
        : new TextSources(List.of(wordNet), Map.of(LlmSource.NAME, LlmProperties.MISSING));
  }
}
