package dev.clipcoder.image;

import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The directory of a zip in memory. The file is not trusted: the count is checked before any entry is looked at,
 * every length and offset before it is used, and no two entries may share bytes, since a zip whose entries overlap
 * unpacks to thousands of times what its size lets expect. Of each entry only the place is kept.
 *
 * <p>Source: PKWARE's APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (central directory) and 4.3.14 to 4.3.16
 * (the ends, with their 64-bit forms). On overlaps: D. Fifield, A better zip bomb, WOOT 2019.
 */
final class ZipDirectory {

  private static final String LOCAL = "PK\u0003\u0004";
  private static final String CENTRAL = "PK\u0001\u0002";
  private static final String END = "PK\u0005\u0006";
  private static final String END_64 = "PK\u0006\u0006";
  private static final String LOCATOR_64 = "PK\u0006\u0007";
  private static final int LOCAL_BYTES = 30;
  private static final int CENTRAL_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final int END_64_BYTES = 56;
  private static final int LOCATOR_BYTES = 20;
  private static final int LARGEST_COMMENT = 0xffff;

  /** The value of a 16-bit or 32-bit field whose true value is in a wider one elsewhere. */
  private static final int COUNT_ELSEWHERE = 0xffff;

  private static final long ELSEWHERE = 0xffff_ffffL;

  private final ByteView zip;
  private int begin;
  private int[] places = {};

  private ZipDirectory(byte[] bytes) {
    this.zip = ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether the bytes begin as a zip does, be it an empty one. */
  static boolean isZip(byte[] bytes) {
    ByteView start = ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN);
    return start.matches(0, LOCAL) || start.matches(0, END);
  }

  /**
   * Reads the directory.
   *
   * @throws ArchiveException if it is none, has more entries, or does not fit the file
   */
  static ZipDirectory read(byte[] bytes, int maxEntries) {
    if (!isZip(bytes)) {
      throw new DamagedArchiveException(
          "This is no zip archive. Send a zip of folders that are named by label.");
    }
    ZipDirectory directory = new ZipDirectory(bytes);
    directory.findEntries(maxEntries);
    directory.requireApart();
    return directory;
  }

  int size() {
    return places.length;
  }

  ZipMember member(int index) {
    int at = places[index];
    int nameBytes = zip.u16(at + 28L);
    Zip64Field wide =
        new Zip64Field(zip.slice(at + CENTRAL_BYTES + (long) nameBytes, zip.u16(at + 30L)));
    // In the order in which the 64-bit field has them.
    long length = wide.value(zip.u32(at + 24L));
    long stored = wide.value(zip.u32(at + 20L));
    long header = wide.value(zip.u32(at + 42L));
    if (header < 0 || header > begin - LOCAL_BYTES || !zip.matches(header, LOCAL)) {
      throw damaged("has no entry where its directory says");
    }
    int localNameBytes = zip.u16(header + 26);
    long data = header + LOCAL_BYTES + localNameBytes + zip.u16(header + 28);
    if (length < 0 || stored < 0 || data > begin || stored > begin - data) {
      throw damaged("has an entry that does not fit it");
    }
    return new ZipMember(
        zip.slice(at + (long) CENTRAL_BYTES, nameBytes),
        zip.slice(header + LOCAL_BYTES, localNameBytes),
        zip.u16(at + 8L),
        zip.u16(at + 10L),
        zip.u16(at + 40L),
        zip.u32(at + 16L),
        length,
        (int) header,
        zip.slice(data, stored));
  }

  private void findEntries(int maxEntries) {
    int end = end();
    if (zip.u16(end + 4L) != 0 || zip.u16(end + 6L) != 0) {
      throw damaged("is one of several parts; make one that is whole");
    }
    long count = zip.u16(end + 10L);
    long bytes = zip.u32(end + 12L);
    long first = zip.u32(end + 16L);
    long limit = end;
    if (count == COUNT_ELSEWHERE || bytes == ELSEWHERE || first == ELSEWHERE) {
      limit = end64(end);
      count = zip.s64(limit + 32);
      bytes = zip.s64(limit + 40);
      first = zip.s64(limit + 48);
    }
    if (count < 0 || count > maxEntries) {
      throw new ArchiveTooLargeException(
          "The archive has %s entries, folders among them; at most %,d are accepted. Send it in parts."
              .formatted(Long.toUnsignedString(count), maxEntries));
    }
    if (first < 0 || first > limit || bytes < count * CENTRAL_BYTES || bytes > limit - first) {
      throw damaged("has no directory where it says");
    }
    begin = (int) first;
    places = places((int) count, first + bytes);
  }

  private int[] places(int count, long end) {
    int[] found = new int[count];
    long at = begin;
    for (int i = 0; i < count; i++) {
      if (at + CENTRAL_BYTES > end || !zip.matches(at, CENTRAL)) {
        throw damaged("has a broken directory");
      }
      found[i] = (int) at;
      at += CENTRAL_BYTES + zip.u16(at + 28) + zip.u16(at + 30) + zip.u16(at + 32);
    }
    if (at != end) {
      throw damaged("has a directory of another length than it says");
    }
    return found;
  }

  /** The end record stands at the very end, before a comment at most. */
  private int end() {
    int lowest = Math.max(0, zip.size() - END_BYTES - LARGEST_COMMENT);
    for (int at = zip.size() - END_BYTES; at >= lowest; at--) {
      if (zip.matches(at, END) && at + END_BYTES + zip.u16(at + 20L) == zip.size()) {
        return at;
      }
    }
    throw damaged("has no directory at its end: it was cut off");
  }

  private long end64(int end) {
    long locator = end - (long) LOCATOR_BYTES;
    if (!zip.matches(locator, LOCATOR_64)) {
      throw damaged("has no 64-bit directory where it says");
    }
    long at = zip.s64(locator + 8);
    if (at < 0 || at > locator - END_64_BYTES || !zip.matches(at, END_64)) {
      throw damaged("has no 64-bit directory where it says");
    }
    return at;
  }

  private void requireApart() {
    long[] ranges = new long[places.length];
    for (int i = 0; i < ranges.length; i++) {
      ZipMember member = member(i);
      ranges[i] = (long) member.header() << 32 | member.end();
    }
    Arrays.sort(ranges);
    int free = 0;
    for (long range : ranges) {
      if ((int) (range >> 32) < free) {
        throw damaged("has entries that overlap");
      }
      free = (int) range;
    }
  }

  private static DamagedArchiveException damaged(String what) {
    return new DamagedArchiveException("The zip archive %s. Make it again.".formatted(what));
  }

  /** Values that did not fit 32 bits, in the order in which they are asked for. */
  private static final class Zip64Field {

    private static final int ID = 1;

    private final ByteView extra;
    private long at;
    private long end;

    Zip64Field(ByteView extra) {
      this.extra = extra;
      long field = 0;
      while (extra.has(field, 4)) {
        long bytes = extra.u16(field + 2);
        if (extra.u16(field) == ID && extra.has(field + 4, bytes)) {
          at = field + 4;
          end = at + bytes;
          return;
        }
        field += 4 + bytes;
      }
    }

    long value(long narrow) {
      if (narrow != ELSEWHERE) {
        return narrow;
      }
      if (at + Long.BYTES > end) {
        throw damaged("lacks a 64-bit length that it refers to");
      }
      at += Long.BYTES;
      return extra.s64(at - Long.BYTES);
    }
  }
}
