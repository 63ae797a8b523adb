package dev.clipcoder.api;

import dev.clipcoder.classify.Candidates;
import dev.clipcoder.classify.Method;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** Times the endpoints that do work, as {@code clipcoder.requests}: every tag has a handful of values. */
@Component
class RequestMetrics implements HandlerInterceptor {

  private static final String START = RequestMetrics.class.getName() + ".start";
  private static final String ABANDONED = RequestMetrics.class.getName() + ".abandoned";
  private static final String METHOD = RequestMetrics.class.getName() + ".method";

  private static final String LABEL_SET = RequestMetrics.class.getName() + ".labelSet";

  private final MeterRegistry meters;
  private final MetricsProperties properties;

  RequestMetrics(MeterRegistry meters, MetricsProperties properties) {
    this.meters = meters;
    this.properties = properties;
  }

  /** Marks the request as one whose caller hung up. */
  static void abandoned(HttpServletRequest request) {
    request.setAttribute(ABANDONED, true);
  }

  /** Notes how the request is answered, once that is known. */
  static void method(HttpServletRequest request, String method) {
    request.setAttribute(METHOD, method);
  }

  /** Notes that the request asks for a CODER vector. */
  static void vector(HttpServletRequest request) {
    request.setAttribute(METHOD, "coder");
  }

  /** Notes among what the request classifies, and the method where it is known before the label set is. */
  static void candidates(HttpServletRequest request, Candidates candidates) {
    switch (candidates) {
      case Candidates.AdHoc _ -> method(request, Method.CLIP.id());
      case Candidates.OfSet set -> {
        labelSet(request, set.reference().id());
        if (set.method() != null) {
          method(request, set.method().id());
        }
      }
      case Candidates.OfSupport support -> {
        if (support.method() != null) {
          method(request, support.method());
        }
      }
    }
  }

  /** Notes which label set the request names. */
  static void labelSet(HttpServletRequest request, String id) {
    request.setAttribute(LABEL_SET, id);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    request.setAttribute(START, System.nanoTime());
    return true;
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failure) {
    if (request.getAttribute(START) instanceof Long start) {
      Object method = request.getAttribute(METHOD);
      Timer.builder("clipcoder.requests")
          .description("Requests that classify or embed")
          .tag("endpoint", request.getServletPath().substring(1))
          .tag("method", method == null ? "none" : method.toString())
          .tag("label_set", properties.tag(request.getAttribute(LABEL_SET)))
          .tag("outcome", outcome(request, response.getStatus()))
          .register(meters)
          .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  private static String outcome(HttpServletRequest request, int status) {
    return request.getAttribute(ABANDONED) != null ? "abandoned" : outcome(status);
  }

  /** What a status means, as a tag. */
  static String outcome(int status) {
    return switch (status) {
      case 429 -> "overloaded";
      case 503 -> "unavailable";
      case 504 -> "late";
      default -> status < 400 ? "ok" : status < 500 ? "refused" : "failed";
    };
  }
}
