package dev.clipcoder.model;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log how far a download is: at every tenth, and every few seconds. */
final class HubProgress {

  private static final Logger log = LoggerFactory.getLogger(HubProgress.class);

  private static final long NANOS_BETWEEN = 5_000_000_000L;
  private static final double MEGABYTE = 1e6;

  private final String what;
  private final long total;
  private long done;
  private long doneAtLastLine;
  private long lastLine = System.nanoTime();

  /**
   * @param total bytes of everything that is downloaded
   */
  HubProgress(String what, long total) {
    this.what = what;
    this.total = total;
  }

  /**
   * @param bytes how many more there are; fewer than 0 when some have to be fetched again
   */
  void add(long bytes) {
    done += bytes;
    long now = System.nanoTime();
    boolean anotherTenth = total > 0 && 10 * done / total > 10 * doneAtLastLine / total;
    if (anotherTenth || now - lastLine > NANOS_BETWEEN) {
      double seconds = Math.max(1, now - lastLine) / 1e9;
      log.info(
          "{}: {} of {} MB, {} MB/s",
          what,
          "%.1f".formatted(done / MEGABYTE),
          "%.1f".formatted(total / MEGABYTE),
          "%.1f".formatted(Math.max(0, done - doneAtLastLine) / MEGABYTE / seconds));
      doneAtLastLine = done;
      lastLine = now;
    }
  }
}
