package dev.clipcoder.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one process at a time download a model. The operating system releases it when the process ends, in whatever
 * way.
 */
final class HubLock implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HubLock.class);

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int PAUSES_BETWEEN_LINES = 50;

  private final FileChannel channel;

  private HubLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits until nobody else has it. Downloads are bounded in time, so this is as well. */
  static HubLock take(Path folder) {
    Path file = folder.resolve("lock");
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        for (int pauses = 0; !isTaken(channel); pauses++) {
          if (pauses % PAUSES_BETWEEN_LINES == 0) {
            log.info("Waiting for another process that downloads into {}", folder);
          }
          Thread.sleep(PAUSE);
        }
        return new HubLock(channel);
      } catch (InterruptedException e) {
        channel.close();
        Thread.currentThread().interrupt();
        throw new CheckpointException("The download from the hub was interrupted.", e);
      }
    } catch (IOException e) {
      throw HubCache.unwritable(file, e);
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException inThisProcess) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new CheckpointException("The lock of a download cannot be released: " + e, e);
    }
  }
}
