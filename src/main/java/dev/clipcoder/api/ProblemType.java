package dev.clipcoder.api;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/** The kinds of problem that clients can tell apart; the URIs are stable names, not addresses. */
enum ProblemType {
  MALFORMED_REQUEST(
      HttpStatus.BAD_REQUEST,
      "malformed-request",
      "Malformed request",
      "The request cannot be read: damaged JSON or form, a name that is not known, a value of the wrong type. `errors` names what to mend."),
  UNDECODABLE_IMAGE(
      HttpStatus.BAD_REQUEST,
      "undecodable-image",
      "Undecodable image",
      "The bytes are no whole picture. Send the file as it is."),
  INVALID_REGION(
      HttpStatus.BAD_REQUEST,
      "invalid-region",
      "Invalid region",
      "A region is not `[x, y, width, height]` within the picture."),
  UNAUTHENTICATED(
      HttpStatus.UNAUTHORIZED,
      "unauthenticated",
      "Unauthenticated",
      "A key is needed, and none came, or one that the service does not know. Send it as `Authorization: Bearer …` or `X-API-Key: …`."),
  FORBIDDEN(
      HttpStatus.FORBIDDEN,
      "forbidden",
      "Forbidden",
      "The key is known, but it has not the role that this asks for. Or a web page of another origin asked."),
  NOT_FOUND(
      HttpStatus.NOT_FOUND,
      "not-found",
      "Not found",
      "There is no such path, set, version, example, job or model. `detail` says which name is near."),
  METHOD_NOT_ALLOWED(
      HttpStatus.METHOD_NOT_ALLOWED,
      "method-not-allowed",
      "Method not allowed",
      "The path is there, but not with this method. The header `Allow` has those that are."),
  NOT_ACCEPTABLE(
      HttpStatus.NOT_ACCEPTABLE,
      "not-acceptable",
      "Not acceptable",
      "The header `Accept` leaves no form in which it could be answered."),
  CONFLICT(
      HttpStatus.CONFLICT,
      "conflict",
      "Conflict",
      "The set is being built, is in use, or is one of a file. `detail` says what stands against it."),
  PRECONDITION_FAILED(
      HttpStatus.PRECONDITION_FAILED,
      "precondition-failed",
      "Precondition failed",
      "`If-Match` names another version than the present one, or `If-None-Match: *` met a set. Read it again, and send the change anew."),
  REQUEST_TIMEOUT(
      HttpStatus.REQUEST_TIMEOUT,
      "request-timeout",
      "Request timeout",
      "The body came too slowly, or stopped."),
  TOO_LARGE(
      HttpStatus.CONTENT_TOO_LARGE,
      "too-large",
      "Too large",
      "More bytes, pixels, pictures or examples than are taken. `GET /info` has the limits."),
  UNSUPPORTED_MEDIA_TYPE(
      HttpStatus.UNSUPPORTED_MEDIA_TYPE,
      "unsupported-media-type",
      "Unsupported media type",
      "Not a kind of body or of picture that is read."),
  IMPOSSIBLE_REQUEST(
      HttpStatus.UNPROCESSABLE_CONTENT,
      "impossible-request",
      "Understood but impossible",
      "It is understood and cannot be done, such as two labels that are the same, or an embedding of another model."),
  OVERLOADED(
      HttpStatus.TOO_MANY_REQUESTS,
      "overloaded",
      "Overloaded",
      "Too much is under way. Send it again after as many seconds as `Retry-After` says."),
  INTERNAL_ERROR(
      HttpStatus.INTERNAL_SERVER_ERROR,
      "internal-error",
      "Internal error",
      "A fault of the service. Its log has it under the `X-Request-Id` of the answer."),
  UNAVAILABLE(
      HttpStatus.SERVICE_UNAVAILABLE,
      "unavailable",
      "Unavailable",
      "Not now: the model loads, the service ends, the device or the database does not answer, or the set is not ready. `Retry-After` says when to ask again."),
  DEADLINE_EXCEEDED(
      HttpStatus.GATEWAY_TIMEOUT,
      "deadline-exceeded",
      "Deadline exceeded",
      "It took longer than a request may (`clipcoder.batching.deadline`). Send it again.");

  private final HttpStatus status;
  private final URI uri;
  private final String title;
  private final String meaning;

  ProblemType(HttpStatus status, String slug, String title, String meaning) {
    this.status = status;
    this.uri = URI.create("urn:clipcoder:problem:" + slug);
    this.title = title;
    this.meaning = meaning;
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

  /** What it says to whom it happens, in Markdown. */
  String meaning() {
    return meaning;
  }
}
