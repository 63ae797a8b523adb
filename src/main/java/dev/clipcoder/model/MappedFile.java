package dev.clipcoder.model;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of weights, mapped whole and read-only, and read as little-endian numbers at any address. Reading beyond
 * its end throws; readers check before.
 *
 * @param name the file's name, for messages
 */
record MappedFile(String name, MemorySegment bytes) {

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /**
   * @param arena decides how long the mapping lives
   */
  static MappedFile map(Path file, Arena arena) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new MappedFile(
          String.valueOf(file.getFileName()),
          channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
    } catch (IOException e) {
      throw new CheckpointException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  long size() {
    return bytes.byteSize();
  }

  int unsignedShort(long at) {
    return bytes.get(SHORT, at) & 0xffff;
  }

  int integer(long at) {
    return bytes.get(INT, at);
  }

  long unsignedInteger(long at) {
    return integer(at) & 0xffff_ffffL;
  }

  long longInteger(long at) {
    return bytes.get(LONG, at);
  }

  MemorySegment slice(long begin, long length) {
    return bytes.asSlice(begin, length);
  }
}
