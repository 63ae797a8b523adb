package dev.clipcoder.security;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** One chain of filters for everything, before any body is read. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessProperties.class)
class SecurityConfiguration {

  private static final Logger log = LoggerFactory.getLogger(SecurityConfiguration.class);

  private static final String ANONYMOUS = "anonymous";

  /** What pages of other origins may read beside the body, where they are allowed. */
  private static final List<String> READABLE = List.of(
      HttpHeaders.ETAG,
      HttpHeaders.LOCATION,
      HttpHeaders.RETRY_AFTER,
      HttpHeaders.WWW_AUTHENTICATE,
      "Server-Timing",
      "X-Bank-Sha256",
      "X-Cache",
      "X-Request-Id");

  @Bean
  ApiKeys apiKeys(AccessProperties settings) {
    return new ApiKeys(settings);
  }

  @Bean
  AccessMode accessMode(
      AccessProperties settings,
      ServerProperties server,
      ObjectProvider<ManagementServerProperties> management) {
    List<@Nullable InetAddress> addresses = new ArrayList<>();
    addresses.add(server.getAddress());
    management.ifAvailable(own -> {
      if (own.getPort() != null && !own.getPort().equals(server.getPort())) {
        addresses.add(own.getAddress());
      }
    });
    AccessMode mode = AccessMode.of(settings, addresses);
    switch (mode) {
      case KEYS -> log.info("Every request but those for health needs an API key");
      case LOOPBACK -> log.info("No API keys: this machine alone is served, by its own names");
      case ANONYMOUS ->
        log.warn("No API keys: everybody who reaches the service may use all of it");
    }
    return mode;
  }

  @Bean
  RefusalHandlers refusalHandlers(
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    return new RefusalHandlers(problems);
  }

  /** Strict about paths, by which access is decided. Methods, headers and parameters are judged by those who read them. */
  @Bean
  HttpFirewall httpFirewall() {
    return new PathFirewall();
  }

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      AccessMode mode,
      AccessProperties settings,
      ApiKeys keys,
      RefusalHandlers refusals,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    stateless(http);
    http.headers(SecurityConfiguration::headers)
        .cors(cors -> cors.configurationSource(origins(settings.allowedOrigins())))
        .anonymous(nobody -> nobody.principal(ANONYMOUS))
        .exceptionHandling(
            handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .addFilterAfter(new AuditFilter(), AnonymousAuthenticationFilter.class);
    if (mode == AccessMode.KEYS) {
      http.addFilterBefore(new ApiKeyFilter(keys), AnonymousAuthenticationFilter.class)
          .authorizeHttpRequests(
              requests -> requests.anyRequest().access(new TableAuthorization()));
    } else {
      BrowserGuard guard =
          new BrowserGuard(mode == AccessMode.LOOPBACK, settings.allowedOrigins(), problems);
      http.addFilterBefore(guard, ExceptionTranslationFilter.class)
          .authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
    }
    return http.build();
  }

  /** A key comes with each request: there is no session, and no cookie that another page could make a browser send. */
  private static void stateless(HttpSecurity http) {
    http.sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .securityContext(context -> context.requireExplicitSave(true))
        .servletApi(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable);
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .withObjectPostProcessor(new ObjectPostProcessor<HeaderWriterFilter>() {
          @Override
          public <T extends HeaderWriterFilter> T postProcess(T filter) {
            // Otherwise every response is wrapped, to see when its headers are due; lines of a
            // batch pass through it.
            filter.setShouldWriteHeadersEagerly(true);
            return filter;
          }
        })
        .addHeaderWriter(new ContentPolicy())
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
        .crossOriginOpenerPolicy(policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
        .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN));
  }

  private static CorsConfigurationSource origins(List<String> allowed) {
    CorsConfiguration open = new CorsConfiguration();
    open.setAllowedOrigins(allowed);
    open.addAllowedMethod(CorsConfiguration.ALL);
    open.addAllowedHeader(CorsConfiguration.ALL);
    open.setExposedHeaders(READABLE);
    open.setMaxAge(Duration.ofHours(1));
    return request -> allowed.contains(request.getHeader(HttpHeaders.ORIGIN)) ? open : null;
  }
}
