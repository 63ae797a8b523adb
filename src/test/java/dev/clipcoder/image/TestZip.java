package dev.clipcoder.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Writes zips in which every number can be made wrong. */
final class TestZip {

  static final int DEFLATED = 8;
  static final int UTF_8 = 1 << 11;

  /** An entry as it is written; what is not set says the truth. */
  static final class Entry {
    byte[] name;
    byte[] data;
    byte @Nullable [] localName;
    int flags = UTF_8;
    int method;
    int mode = 0100644;
    long crc;
    long length;
    long stored;
    long headerShift;

    /** Where the directory says that the entry's header is; by default where it is. */
    @Nullable
    Long header;

    byte[] extra = {};

    private Entry(String name, byte[] content, boolean deflate) {
      this.name = name.getBytes(StandardCharsets.UTF_8);
      this.data = deflate ? deflated(content) : content.clone();
      this.method = deflate ? DEFLATED : 0;
      CRC32 checkSum = new CRC32();
      checkSum.update(content);
      this.crc = checkSum.getValue();
      this.length = content.length;
      this.stored = data.length;
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  @Nullable
  Long count;

  long directoryShift;
  long directoryBytesShift;
  int disk;
  boolean wide;
  byte[] comment = {};

  Entry stored(String name, byte[] content) {
    return add(new Entry(name, content, false));
  }

  Entry deflated(String name, byte[] content) {
    return add(new Entry(name, content, true));
  }

  private Entry add(Entry entry) {
    entries.add(entry);
    return entry;
  }

  static byte[] deflated(byte[] content) {
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      deflater.setInput(content);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      long header = entry.header == null ? out.size() + entry.headerShift : entry.header;
      out.writeBytes(local(entry));
      out.writeBytes(entry.data);
      directory.writeBytes(central(entry, header));
    }
    long begin = out.size() + directoryShift;
    long bytes = directory.size() + directoryBytesShift;
    long entryCount = count == null ? entries.size() : count;
    out.writeBytes(directory.toByteArray());
    if (wide) {
      out.writeBytes(end64(out.size(), entryCount, bytes, begin));
    }
    out.writeBytes(buffer(22 + comment.length)
        .putInt(0x06054b50)
        .putShort((short) disk)
        .putShort((short) 0)
        .putShort((short) (wide ? 0xffff : entryCount))
        .putShort((short) (wide ? 0xffff : entryCount))
        .putInt(wide ? -1 : (int) bytes)
        .putInt(wide ? -1 : (int) begin)
        .putShort((short) comment.length)
        .put(comment)
        .array());
    return out.toByteArray();
  }

  private static byte[] end64(long at, long count, long bytes, long begin) {
    return buffer(56 + 20)
        .putInt(0x06064b50)
        .putLong(44)
        .putShort((short) 45)
        .putShort((short) 45)
        .putInt(0)
        .putInt(0)
        .putLong(count)
        .putLong(count)
        .putLong(bytes)
        .putLong(begin)
        .putInt(0x07064b50)
        .putInt(0)
        .putLong(at)
        .putInt(1)
        .array();
  }

  private static byte[] local(Entry entry) {
    byte[] name = entry.localName == null ? entry.name : entry.localName;
    return buffer(30 + name.length)
        .putInt(0x04034b50)
        .putShort((short) 20)
        .putShort((short) entry.flags)
        .putShort((short) entry.method)
        .putInt(0)
        .putInt((int) entry.crc)
        .putInt((int) entry.stored)
        .putInt((int) entry.length)
        .putShort((short) name.length)
        .putShort((short) 0)
        .put(name)
        .array();
  }

  private byte[] central(Entry entry, long header) {
    byte[] extra = wide
        ? buffer(28)
            .putShort((short) 1)
            .putShort((short) 24)
            .putLong(entry.length)
            .putLong(entry.stored)
            .putLong(header)
            .array()
        : entry.extra;
    return buffer(46 + entry.name.length + extra.length)
        .putInt(0x02014b50)
        .putShort((short) (3 << 8 | 20))
        .putShort((short) 20)
        .putShort((short) entry.flags)
        .putShort((short) entry.method)
        .putInt(0)
        .putInt((int) entry.crc)
        .putInt(wide ? -1 : (int) entry.stored)
        .putInt(wide ? -1 : (int) entry.length)
        .putShort((short) entry.name.length)
        .putShort((short) extra.length)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) 0)
        .putInt(entry.mode << 16)
        .putInt(wide ? -1 : (int) header)
        .put(entry.name)
        .put(extra)
        .array();
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
