package dev.clipcoder.model;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body of an answer that fails when next to nothing comes for a while. Java's client bounds only the time until the
 * headers.
 */
final class WatchedStream extends FilterInputStream {

  private static final Logger log = LoggerFactory.getLogger(WatchedStream.class);

  /** Fewer bytes than these within the timeout are next to nothing. */
  private static final long LEAST_BYTES = 1024;

  private final AtomicLong bytes = new AtomicLong();
  private final ScheduledFuture<?> watch;
  private long bytesBefore;
  private volatile boolean stalled;

  WatchedStream(InputStream body, Duration timeout, ScheduledExecutorService watcher) {
    super(body);
    this.watch = watcher.scheduleWithFixedDelay(
        this::look, timeout.toMillis(), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Closing unblocks whoever reads. */
  private void look() {
    if (bytes.get() - bytesBefore < LEAST_BYTES) {
      stalled = true;
      try {
        super.close();
      } catch (IOException e) {
        log.warn("A stalled answer of the hub cannot be closed: {}", e.toString());
      }
    }
    bytesBefore = bytes.get();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read;
    try {
      read = super.read(buffer, offset, length);
    } catch (IOException e) {
      throw stalled ? new HubException("the hub stopped sending") : e;
    }
    if (read < 0 && stalled) {
      throw new HubException("the hub stopped sending");
    }
    bytes.addAndGet(Math.max(read, 0));
    return read;
  }

  @Override
  public void close() throws IOException {
    watch.cancel(false);
    super.close();
  }
}
