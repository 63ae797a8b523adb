package dev.clipcoder.api;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/** The kinds of problem that clients can tell apart; the URIs are stable names, not addresses. */
enum ProblemType {
  MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "malformed-request", "Malformed request"),
  UNDECODABLE_IMAGE(HttpStatus.BAD_REQUEST, "undecodable-image", "Undecodable image"),
  INVALID_REGION(HttpStatus.BAD_REQUEST, "invalid-region", "Invalid region"),
  UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "unauthenticated", "Unauthenticated"),
  FORBIDDEN(HttpStatus.FORBIDDEN, "forbidden", "Forbidden"),
  NOT_FOUND(HttpStatus.NOT_FOUND, "not-found", "Not found"),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "Method not allowed"),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "not-acceptable", "Not acceptable"),
  CONFLICT(HttpStatus.CONFLICT, "conflict", "Conflict"),
  PRECONDITION_FAILED(HttpStatus.PRECONDITION_FAILED, "precondition-failed", "Precondition failed"),
  REQUEST_TIMEOUT(HttpStatus.REQUEST_TIMEOUT, "request-timeout", "Request timeout"),
  TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "too-large", "Too large"),
  UNSUPPORTED_MEDIA_TYPE(
      HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "Unsupported media type"),
  IMPOSSIBLE_REQUEST(
      HttpStatus.UNPROCESSABLE_CONTENT, "impossible-request", "Understood but impossible"),
  OVERLOADED(HttpStatus.TOO_MANY_REQUESTS, "overloaded", "Overloaded"),
  INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error", "Internal error"),
  UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "Unavailable"),
  DEADLINE_EXCEEDED(HttpStatus.GATEWAY_TIMEOUT, "deadline-exceeded", "Deadline exceeded");

  private final HttpStatus status;
  private final URI uri;
  private final String title;

  ProblemType(HttpStatus status, String slug, String title) {
    this.status = status;
    this.uri = URI.create("urn:clipcoder:problem:" + slug);
    this.title = title;
  }

  /** The general type for a status: the first that has it, or that of its class. */
  static ProblemType of(HttpStatusCode status) {
    for (ProblemType type : values()) {
      if (type.status.isSameCodeAs(status)) {
        return type;
      }
    }
    return status.is4xxClientError() ? MALFORMED_REQUEST : INTERNAL_ERROR;
  }

  HttpStatus status() {
    return status;
  }

  URI uri() {
    return uri;
  }

  String title() {
    return title;
  }
}
