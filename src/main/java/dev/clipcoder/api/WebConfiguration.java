package dev.clipcoder.api;

import jakarta.servlet.MultipartConfigElement;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.servlet.autoconfigure.MultipartProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RequestLimits.class, MetricsProperties.class, DropInProperties.class
})
class WebConfiguration implements WebMvcConfigurer {

  private final RequestMetrics metrics;

  WebConfiguration(RequestMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry
        .addInterceptor(metrics)
        .addPathPatterns(
            "/classify",
            "/classify/batch",
            "/few-shot/classify",
            "/coder",
            "/embed",
            "/v1/embeddings",
            "/v1/zero-shot-image-classification");
    registry
        .addInterceptor(new KnownParameters())
        .addPathPatterns("/label-sets/**", "/support-sets/**", "/jobs/**");
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addViewController("/health").setViewName("forward:/actuator/health/liveness");
    registry.addViewController("/ready").setViewName("forward:/actuator/health/readiness");
  }

  /** Tomcat holds multipart bodies to the same length as we do the others. */
  @Bean
  MultipartConfigElement multipartConfig(MultipartProperties properties, BodyBudget bodies) {
    properties.setMaxRequestSize(DataSize.ofBytes(bodies.maxBodyBytes()));
    return properties.createMultipartConfig();
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcat(RequestLimits limits) {
    return factory -> {
      factory.setProtocol(TimedProtocol.class.getName());
      factory.addContextCustomizers(context -> {
        if (context.getParent() instanceof StandardHost host) {
          host.setErrorReportValveClass(ProblemErrorReportValve.class.getName());
        }
      });
      factory.addConnectorCustomizers(connector -> {
        // Which encoded slashes are allowed is the decision of the firewall, which says why.
        connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
        // A client that waits for "100 Continue" learns before its upload that it is too large.
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
          http.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
        }
        if (connector.getProtocolHandler() instanceof TimedProtocol timed) {
          timed.limit(limits.patience(), limits.minBytesPerSecond().toBytes());
        }
      });
    };
  }
}
