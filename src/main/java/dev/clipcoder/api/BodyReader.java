package dev.clipcoder.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Reads bodies into memory, never more than is allowed. */
@Component
final class BodyReader {

  /** What options, labels and an embedding may take beside the pictures in a JSON body. */
  private static final long JSON_ALLOWANCE = DataSize.ofMegabytes(4).toBytes();

  private final DataSize maxImageBytes;
  private final DataSize maxBodyBytes;

  BodyReader(@Value("${clipcoder.images.max-bytes}") DataSize maxImageBytes, RequestLimits limits) {
    this.maxImageBytes = maxImageBytes;
    this.maxBodyBytes = limits.maxBytes();
  }

  /** A body that is one picture. */
  byte[] readImage(HttpServletRequest request) {
    return read(request, maxImageBytes.toBytes());
  }

  /** A JSON body with up to that many pictures in base64, which takes 4 bytes for 3. */
  byte[] readJson(HttpServletRequest request, int images) {
    long pictures = images * (maxImageBytes.toBytes() / 3 + 1) * 4;
    return read(request, Math.min(pictures + JSON_ALLOWANCE, maxBodyBytes.toBytes()));
  }

  /** The first bytes of a body, as many as there are; the rest is not read. */
  byte[] peek(HttpServletRequest request, int length) {
    try (InputStream body = request.getInputStream()) {
      return body.readNBytes(length);
    } catch (IOException failure) {
      throw brokenOff(failure);
    }
  }

  private byte[] read(HttpServletRequest request, long limit) {
    if (request.getContentLengthLong() > limit) {
      throw tooLarge();
    }
    byte[] body;
    try {
      body = request.getInputStream().readNBytes(Math.toIntExact(limit + 1));
    } catch (IOException failure) {
      throw brokenOff(failure);
    }
    if (body.length > limit) {
      throw tooLarge();
    }
    return body;
  }

  ProblemException tooLarge() {
    return new ProblemException(
        ProblemType.TOO_LARGE,
        "The body is too large: a picture may have %d bytes (clipcoder.images.max-bytes), a request %d (clipcoder.requests.max-bytes). Send less."
            .formatted(maxImageBytes.toBytes(), maxBodyBytes.toBytes()));
  }

  private static ProblemException brokenOff(IOException failure) {
    ProblemException problem = failure instanceof SocketTimeoutException
        ? new ProblemException(
            ProblemType.REQUEST_TIMEOUT, "The body did not arrive in time. Send it again.")
        : new ProblemException(
            ProblemType.MALFORMED_REQUEST, "The body broke off before its end. Send it again.");
    problem.initCause(failure);
    return problem;
  }
}
