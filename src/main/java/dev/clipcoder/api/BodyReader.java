package dev.clipcoder.api;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Reads bodies into memory, never more than is allowed. */
@Component
final class BodyReader {

  static final String TOO_LATE = "The body did not arrive in time. Send it again.";

  /** What options, labels and an embedding may take beside the pictures in a JSON body. */
  private static final long JSON_ALLOWANCE = DataSize.ofMegabytes(4).toBytes();

  /** Read at a time where nobody knows how much there is. */
  private static final int PIECE = 256 * 1024;

  private final long maxImageBytes;
  private final long maxBodyBytes;

  BodyReader(@Value("${clipcoder.images.max-bytes}") DataSize maxImageBytes, BodyBudget budget) {
    this.maxImageBytes = maxImageBytes.toBytes();
    this.maxBodyBytes = budget.maxBodyBytes();
  }

  /** A body that is one picture. */
  byte[] readImage(HttpServletRequest request) {
    return read(request, Math.min(maxImageBytes, maxBodyBytes));
  }

  /** A JSON body with up to that many pictures in base64, which takes 4 bytes for 3. */
  byte[] readJson(HttpServletRequest request, int images) {
    long pictures = images * (maxImageBytes / 3 + 1) * 4;
    return read(request, Math.min(pictures + JSON_ALLOWANCE, maxBodyBytes));
  }

  /** How long a line with one picture may be. */
  int maxLineBytes() {
    return Math.toIntExact(Math.min((maxImageBytes / 3 + 1) * 4 + JSON_ALLOWANCE, maxBodyBytes));
  }

  /** A JSON body that is all text, such as a label set. */
  byte[] readDocument(HttpServletRequest request) {
    return read(request, maxBodyBytes);
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
      body = request.getContentLengthLong() >= 0
          ? request.getInputStream().readNBytes(Math.toIntExact(limit + 1))
          : readChunks(request, limit);
    } catch (IOException failure) {
      throw brokenOff(failure);
    }
    return body;
  }

  /** A body of unknown length: its claim in the budget grows before each piece is read. */
  private byte[] readChunks(HttpServletRequest request, long limit) throws IOException {
    InputStream stream = request.getInputStream();
    List<byte[]> pieces = new ArrayList<>();
    int length = 0;
    byte[] piece;
    do {
      BodyBudgetFilter.cover(request, Math.min((long) length + PIECE, limit));
      piece = stream.readNBytes(PIECE);
      length += piece.length;
      pieces.add(piece);
      if (length > limit) {
        throw tooLarge();
      }
    } while (piece.length == PIECE);
    return join(pieces, length);
  }

  private static byte[] join(List<byte[]> pieces, int length) {
    ByteBuffer whole = ByteBuffer.allocate(length);
    pieces.forEach(whole::put);
    return whole.array();
  }

  ProblemException tooLarge() {
    return new ProblemException(
        ProblemType.TOO_LARGE,
        "The body is too large: a picture may have %d bytes (clipcoder.images.max-bytes), a request %d (clipcoder.requests.max-bytes). Send less."
            .formatted(maxImageBytes, maxBodyBytes));
  }

  /** Why the parts of a multipart body are not there: something looked for them before, and could not read on. */
  RuntimeException partsNotRead(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof IOException failure
        ? brokenOff(failure)
        : new IllegalStateException("Multipart requests are not resolved");
  }

  static ProblemException brokenOff(IOException failure) {
    ProblemException problem = failure instanceof SocketTimeoutException
        ? new ProblemException(ProblemType.REQUEST_TIMEOUT, TOO_LATE)
        : new ProblemException(
            ProblemType.MALFORMED_REQUEST, "The body broke off before its end. Send it again.");
    problem.initCause(failure);
    return problem;
  }
}
