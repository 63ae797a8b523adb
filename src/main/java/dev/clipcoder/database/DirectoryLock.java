package dev.clipcoder.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second process out of the data directory. The operating system lets go of it when the process ends, in
 * whatever way.
 */
final class DirectoryLock implements AutoCloseable {

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  static DirectoryLock take(Path directory) {
    Path file = directory.resolve("clipcoder.lock");
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isTaken(channel)) {
        return new DirectoryLock(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new DatabaseOpeningException(
          "The data directory %s cannot be written: %s. Set clipcoder.data-dir to one that can."
              .formatted(directory.toAbsolutePath().normalize(), e.getMessage()),
          e);
    }
    throw new DatabaseOpeningException(
        "Another process uses the data directory %s. Give each its own clipcoder.data-dir, or let them share a PostgreSQL by clipcoder.database-url."
            .formatted(directory.toAbsolutePath().normalize()),
        new IllegalStateException(file + " is locked"));
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException inThisProcess) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("The lock of the data directory cannot be released", e);
    }
  }
}
