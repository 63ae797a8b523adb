package dev.clipcoder.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The entries of a zip whose entries are stored as they are, in place. Torch writes nothing else, and an entry that
 * is not compressed can be mapped. The file is not trusted: every count, length and offset is checked, names are
 * only compared and never used as paths, and no two entries may share bytes.
 *
 * <p>Source: PKWARE's APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (central directory) and 4.3.14 to 4.3.16
 * (the ends, with their 64-bit forms).
 */
final class StoredZip {

  /** A tensor is an entry; the largest published models have a few thousand. */
  private static final long MAX_ENTRIES = 100_000;

  /** Their names and places, which are read into memory. */
  private static final long MAX_DIRECTORY_BYTES = 16 << 20;

  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCAL_BYTES = 30;
  private static final int CENTRAL_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final int END_64_BYTES = 56;
  private static final int LOCATOR_BYTES = 20;
  private static final int LARGEST_COMMENT = 0xffff;

  /** The value of a 32-bit field whose true value is in a 64-bit one elsewhere. */
  private static final long ELSEWHERE = 0xffff_ffffL;

  private static final int ENCRYPTED = 1;
  private static final int ZIP64_FIELD = 1;

  private final MappedFile file;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(String name, long header, long begin, long end) {}

  private StoredZip(MappedFile file) {
    this.file = file;
  }

  /** Whether the file begins as a zip does. */
  static boolean isZip(MappedFile file) {
    return file.size() >= LOCAL_BYTES && file.integer(0) == LOCAL;
  }

  /** The bytes of every entry by name. */
  static Map<String, MemorySegment> entries(MappedFile file) {
    StoredZip zip = new StoredZip(file);
    zip.readDirectory();
    zip.requireApart();
    Map<String, MemorySegment> entries = new HashMap<>();
    for (Entry entry : zip.entries) {
      if (entries.put(entry.name, file.slice(entry.begin, entry.end - entry.begin)) != null) {
        throw zip.damaged("has the entry '%s' twice".formatted(entry.name));
      }
    }
    return entries;
  }

  private void readDirectory() {
    long end = end();
    long count = file.unsignedShort(end + 10);
    long bytes = file.unsignedInteger(end + 12);
    long begin = file.unsignedInteger(end + 16);
    if (count == 0xffff || bytes == ELSEWHERE || begin == ELSEWHERE) {
      end = end64(end);
      count = file.longInteger(end + 32);
      bytes = file.longInteger(end + 40);
      begin = file.longInteger(end + 48);
    }
    if (count < 0 || count > MAX_ENTRIES) {
      throw damaged("claims %s entries; at most %d are read"
          .formatted(Long.toUnsignedString(count), MAX_ENTRIES));
    }
    if (begin < 0 || bytes < count * CENTRAL_BYTES || begin > end || bytes > end - begin) {
      throw damaged(
          "claims a directory of %d entries in %s bytes at %s, which does not fit its %d bytes"
              .formatted(
                  count, Long.toUnsignedString(bytes), Long.toUnsignedString(begin), file.size()));
    }
    if (bytes > MAX_DIRECTORY_BYTES) {
      throw damaged(
          "has a directory of %d bytes; at most %d are read".formatted(bytes, MAX_DIRECTORY_BYTES));
    }
    long at = begin;
    for (long i = 0; i < count; i++) {
      at = readEntry(at, begin, begin + bytes);
    }
  }

  /** The end record stands at the very end, before a comment at most. */
  private long end() {
    long lowest = Math.max(0, file.size() - END_BYTES - LARGEST_COMMENT);
    for (long at = file.size() - END_BYTES; at >= lowest; at--) {
      if (file.integer(at) == END && at + END_BYTES + file.unsignedShort(at + 20) == file.size()) {
        return at;
      }
    }
    throw damaged("has no directory at its end, so it is incomplete");
  }

  private long end64(long end) {
    long locator = end - LOCATOR_BYTES;
    if (locator < 0 || file.integer(locator) != LOCATOR_64) {
      throw damaged("has no 64-bit directory where it says so");
    }
    long at = file.longInteger(locator + 8);
    if (at < 0 || at > locator - END_64_BYTES || file.integer(at) != END_64) {
      throw damaged("has no 64-bit directory at %s".formatted(Long.toUnsignedString(at)));
    }
    return at;
  }

  /** Reads one entry of the directory and returns where the next begins. */
  private long readEntry(long at, long directory, long directoryEnd) {
    if (at + CENTRAL_BYTES > directoryEnd || file.integer(at) != CENTRAL) {
      throw damaged("has a broken directory at %d".formatted(at));
    }
    int nameBytes = file.unsignedShort(at + 28);
    int extraBytes = file.unsignedShort(at + 30);
    long next = at + CENTRAL_BYTES + nameBytes + extraBytes + file.unsignedShort(at + 32);
    if (next > directoryEnd) {
      throw damaged("has a broken directory at %d".formatted(at));
    }
    String name = name(at + CENTRAL_BYTES, nameBytes);
    if ((file.unsignedShort(at + 8) & ENCRYPTED) != 0 || file.unsignedShort(at + 10) != 0) {
      throw damaged("has the entry '%s' compressed or encrypted; torch stores entries as they are"
          .formatted(name));
    }
    Wide wide = new Wide(at + CENTRAL_BYTES + nameBytes, extraBytes);
    long length = wide.value(file.unsignedInteger(at + 24));
    long stored = wide.value(file.unsignedInteger(at + 20));
    long header = wide.value(file.unsignedInteger(at + 42));
    if (length != stored) {
      throw damaged("says that the entry '%s' has %s bytes, stored in %s"
          .formatted(name, Long.toUnsignedString(length), Long.toUnsignedString(stored)));
    }
    entries.add(entry(name, header, length, directory));
    return next;
  }

  private Entry entry(String name, long header, long length, long directory) {
    if (header < 0 || header > directory - LOCAL_BYTES || file.integer(header) != LOCAL) {
      throw damaged("has no entry '%s' where its directory says".formatted(name));
    }
    int nameBytes = file.unsignedShort(header + 26);
    long begin = header + LOCAL_BYTES + nameBytes + file.unsignedShort(header + 28);
    if (length < 0 || begin > directory || length > directory - begin) {
      throw damaged("says that the entry '%s' has %s bytes, which do not fit the file"
          .formatted(name, Long.toUnsignedString(length)));
    }
    if (!name(header + LOCAL_BYTES, nameBytes).equals(name)) {
      throw damaged("calls the entry '%s' otherwise in its own header".formatted(name));
    }
    return new Entry(name, header, begin, begin + length);
  }

  /** Values that did not fit 32 bits, in the order in which they are asked for. */
  private final class Wide {

    private long at;
    private long end;

    Wide(long extra, int extraBytes) {
      long field = extra;
      while (field + 4 <= extra + extraBytes) {
        long body = field + 4;
        long bodyEnd = body + file.unsignedShort(field + 2);
        if (file.unsignedShort(field) == ZIP64_FIELD && bodyEnd <= extra + extraBytes) {
          at = body;
          end = bodyEnd;
          return;
        }
        field = bodyEnd;
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
      return file.longInteger(at - Long.BYTES);
    }
  }

  private String name(long at, int bytes) {
    String name;
    try {
      name = StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(file.slice(at, bytes).toArray(ValueLayout.JAVA_BYTE)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new CheckpointException(
          "%s has an entry whose name is not UTF-8; expected what torch.save writes."
              .formatted(file.name()),
          e);
    }
    if (name.isEmpty()
        || name.startsWith("/")
        || name.contains("\\")
        || List.of(name.split("/", -1)).contains("..")
        || name.chars().anyMatch(Character::isISOControl)) {
      throw damaged("has an entry with the name '%s', which no model needs".formatted(name));
    }
    return name;
  }

  private void requireApart() {
    entries.sort(Comparator.comparingLong(Entry::header));
    long end = 0;
    for (Entry entry : entries) {
      if (entry.header < end) {
        throw damaged("has the entry '%s' overlap another".formatted(entry.name));
      }
      end = entry.end;
    }
  }

  private CheckpointException damaged(String what) {
    return new CheckpointException(
        "%s %s; expected a zip as torch.save writes it. Download or save the file again."
            .formatted(file.name(), what));
  }
}
