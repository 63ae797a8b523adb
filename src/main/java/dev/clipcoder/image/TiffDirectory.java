package dev.clipcoder.image;

import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The first directory of a TIFF structure, which EXIF is as well. Nothing is followed but the one offset to it,
 * so directories that point to each other cannot catch us.
 */
final class TiffDirectory {

  private static final int ENTRY = 12;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private final ByteView file;
  private final long entries;
  private final int count;

  private TiffDirectory(ByteView file, long entries, int count) {
    this.file = file;
    this.entries = entries;
    this.count = count;
  }

  /** Empty if this is no TIFF structure or its directory lies outside of the bytes. */
  static Optional<TiffDirectory> first(ByteView bytes) {
    boolean little = bytes.matches(0, "II*\0");
    if (!bytes.has(0, 8) || (!little && !bytes.matches(0, "MM\0*"))) {
      return Optional.empty();
    }
    ByteView file = bytes.with(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = file.u32(4);
    if (!file.has(directory, 2)) {
      return Optional.empty();
    }
    int count = file.u16(directory);
    return file.has(directory + 2, (long) count * ENTRY)
        ? Optional.of(new TiffDirectory(file, directory + 2, count))
        : Optional.empty();
  }

  /** The first value of a tag; empty if the tag is missing or is no number below 2³¹. */
  OptionalInt value(int tag) {
    OptionalInt position = valuePosition(tag);
    if (position.isEmpty()) {
      return OptionalInt.empty();
    }
    long value =
        typeOf(tag) == SHORT ? file.u16(position.getAsInt()) : file.u32(position.getAsInt());
    return value > Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of((int) value);
  }

  /** Where the low byte of the first value of a tag stands, for changing it in a copy; empty if it has no value. */
  OptionalInt lowByte(int tag) {
    OptionalInt position = valuePosition(tag);
    if (position.isEmpty() || file.order() == ByteOrder.LITTLE_ENDIAN) {
      return position;
    }
    return OptionalInt.of(position.getAsInt() + (typeOf(tag) == SHORT ? 1 : 3));
  }

  private OptionalInt valuePosition(int tag) {
    long entry = find(tag);
    if (entry < 0) {
      return OptionalInt.empty();
    }
    int type = file.u16(entry + 2);
    if (type != SHORT && type != LONG) {
      return OptionalInt.empty();
    }
    long bytes = file.u32(entry + 4) * (type == SHORT ? 2 : 4);
    long at = bytes <= 4 ? entry + 8 : file.u32(entry + 8);
    return bytes > 0 && file.has(at, bytes) ? OptionalInt.of((int) at) : OptionalInt.empty();
  }

  private int typeOf(int tag) {
    return file.u16(find(tag) + 2);
  }

  private long find(int tag) {
    for (int i = 0; i < count; i++) {
      long entry = entries + (long) i * ENTRY;
      if (file.u16(entry) == tag) {
        return entry;
      }
    }
    return -1;
  }
}
