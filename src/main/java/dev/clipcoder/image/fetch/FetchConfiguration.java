package dev.clipcoder.image.fetch;

import org.apache.hc.client5.http.DnsResolver;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FetchSettings.class)
class FetchConfiguration {

  /** Where names lead; nothing is fetched from anywhere else. */
  @Bean
  @ConditionalOnBooleanProperty("clipcoder.images.allow-urls")
  DnsResolver publicHosts() {
    return new PublicHosts();
  }

  @Bean
  @ConditionalOnBooleanProperty("clipcoder.images.allow-urls")
  PictureFetcher pictureFetcher(
      FetchSettings settings,
      DnsResolver publicHosts,
      @Value("${clipcoder.images.max-bytes}") DataSize maxBytes) {
    return new PictureFetcher(settings, maxBytes.toBytes(), publicHosts);
  }
}
