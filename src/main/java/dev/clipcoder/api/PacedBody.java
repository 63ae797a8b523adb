package dev.clipcoder.api;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * The body of a request, with a limit on how long is waited for it in all. Tomcat limits each read, and a client that
 * sends a byte before each of them ends could hold its connection, and the room for its body, for years. Only the
 * waiting counts, not the work between.
 */
final class PacedBody implements InputBuffer {

  /**
   * How slowly a body may come.
   *
   * @param patienceNanos that are waited for it, beside the time that it takes at the rate
   * @param bytesPerSecond the rate
   */
  record Pace(long patienceNanos, long bytesPerSecond) {

    boolean isTooSlow(long bytes, long waitedNanos) {
      return waitedNanos > patienceNanos + bytes * 1e9 / bytesPerSecond;
    }
  }

  private final InputBuffer body;
  private final Pace pace;
  private long received;
  private long waitedNanos;
  private boolean tooSlow;

  PacedBody(InputBuffer body, Pace pace) {
    this.body = body;
    this.pace = pace;
  }

  boolean isTooSlow() {
    return tooSlow;
  }

  @Override
  public int doRead(ApplicationBufferHandler handler) throws IOException {
    long start = System.nanoTime();
    int count = body.doRead(handler);
    waitedNanos += System.nanoTime() - start;
    received += Math.max(0, count);
    if (count >= 0 && pace.isTooSlow(received, waitedNanos)) {
      tooSlow = true;
      throw new SocketTimeoutException("The body comes too slowly");
    }
    return count;
  }

  @Override
  public int available() {
    return body.available();
  }
}
