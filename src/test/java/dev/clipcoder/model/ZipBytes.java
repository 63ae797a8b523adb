package dev.clipcoder.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes zips of stored entries, in which every number can be made wrong. */
final class ZipBytes {

  /** What the directory says of an entry; all but the first two are usually true. */
  static final class Entry {
    final String name;
    final byte[] content;
    String localName;
    int method;
    int flags;
    long length;
    long stored;
    long headerShift;

    Entry(String name, byte[] content) {
      this.name = name;
      this.content = content.clone();
      this.localName = name;
      this.length = content.length;
      this.stored = content.length;
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  @Nullable
  Long countClaimed;

  long directoryShift;
  boolean wide;

  Entry add(String name, byte[] content) {
    Entry entry = new Entry(name, content);
    entries.add(entry);
    return entry;
  }

  /** An archive as torch writes it, with one storage. */
  static ZipBytes torch(byte[] pickle, int storageBytes) {
    ZipBytes zip = new ZipBytes();
    zip.add("archive/data.pkl", pickle);
    zip.add("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    zip.add("archive/data/0", new byte[storageBytes]);
    return zip;
  }

  Entry entry(String name) {
    return entries.stream().filter(e -> e.name.equals(name)).findFirst().orElseThrow();
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      long header = out.size();
      out.writeBytes(local(entry));
      out.writeBytes(entry.content);
      directory.writeBytes(central(entry, header + entry.headerShift));
    }
    long begin = out.size() + directoryShift;
    long count = countClaimed == null ? entries.size() : countClaimed;
    out.writeBytes(directory.toByteArray());
    if (wide) {
      long end64 = out.size();
      out.writeBytes(buffer(56)
          .putInt(0x06064b50)
          .putLong(44)
          .putShort((short) 45)
          .putShort((short) 45)
          .putInt(0)
          .putInt(0)
          .putLong(count)
          .putLong(count)
          .putLong(directory.size())
          .putLong(begin)
          .array());
      out.writeBytes(
          buffer(20).putInt(0x07064b50).putInt(0).putLong(end64).putInt(1).array());
    }
    out.writeBytes(buffer(22)
        .putInt(0x06054b50)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) (wide ? 0xffff : count))
        .putShort((short) (wide ? 0xffff : count))
        .putInt(wide ? -1 : directory.size())
        .putInt(wide ? -1 : (int) begin)
        .putShort((short) 0)
        .array());
    return out.toByteArray();
  }

  private static byte[] local(Entry entry) {
    byte[] name = entry.localName.getBytes(StandardCharsets.UTF_8);
    return buffer(30 + name.length)
        .putInt(0x04034b50)
        .putShort((short) 20)
        .putShort((short) entry.flags)
        .putShort((short) entry.method)
        .putInt(0)
        .putInt(0)
        .putInt((int) entry.stored)
        .putInt((int) entry.length)
        .putShort((short) name.length)
        .putShort((short) 0)
        .put(name)
        .array();
  }

  private byte[] central(Entry entry, long header) {
    byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
    byte[] extra = wide
        ? buffer(28)
            .putShort((short) 1)
            .putShort((short) 24)
            .putLong(entry.length)
            .putLong(entry.stored)
            .putLong(header)
            .array()
        : new byte[0];
    return buffer(46 + name.length + extra.length)
        .putInt(0x02014b50)
        .putShort((short) 20)
        .putShort((short) 20)
        .putShort((short) entry.flags)
        .putShort((short) entry.method)
        .putInt(0)
        .putInt(0)
        .putInt(wide ? -1 : (int) entry.stored)
        .putInt(wide ? -1 : (int) entry.length)
        .putShort((short) name.length)
        .putShort((short) extra.length)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) 0)
        .putInt(0)
        .putInt(wide ? -1 : (int) header)
        .put(name)
        .put(extra)
        .array();
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
