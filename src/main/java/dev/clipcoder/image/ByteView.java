package dev.clipcoder.image;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A part of an untrusted file. Positions are relative to its start and may be any number that the file claims:
 * whatever lies outside ends as {@link UndecodableImageException}, never as an index error.
 *
 * @param from index in {@code bytes} where the view starts
 * @param size bytes in the view, all of them inside {@code bytes}
 */
@SuppressWarnings("ArrayRecordComponent") // a cursor over bytes that are never compared or copied
record ByteView(byte[] bytes, int from, int size, ByteOrder order) {

  static ByteView of(byte[] bytes, ByteOrder order) {
    return new ByteView(bytes, 0, bytes.length, order);
  }

  ByteView with(ByteOrder order) {
    return new ByteView(bytes, from, size, order);
  }

  boolean has(long at, long count) {
    return at >= 0 && count >= 0 && at <= size - count;
  }

  ByteView slice(long at, long count) {
    return new ByteView(bytes, from + require(at, count), (int) count, order);
  }

  int u8(long at) {
    return bytes[from + require(at, 1)] & 0xFF;
  }

  int u16(long at) {
    int index = from + require(at, 2);
    int first = bytes[index] & 0xFF;
    int second = bytes[index + 1] & 0xFF;
    return order == ByteOrder.BIG_ENDIAN ? first << 8 | second : second << 8 | first;
  }

  /** Three bytes, as WebP writes its canvas. */
  int u24(long at) {
    return order == ByteOrder.BIG_ENDIAN ? u8(at) << 16 | u16(at + 1) : u8(at + 2) << 16 | u16(at);
  }

  long u32(long at) {
    long first = u16(at);
    long second = u16(at + 2);
    return order == ByteOrder.BIG_ENDIAN ? first << 16 | second : second << 16 | first;
  }

  int s32(long at) {
    return (int) u32(at);
  }

  /** Eight bytes; what is over 2⁶³ − 1 becomes negative. */
  long s64(long at) {
    long first = u32(at);
    long second = u32(at + 4);
    return order == ByteOrder.BIG_ENDIAN ? first << 32 | second : second << 32 | first;
  }

  /** Whether both views are of equal bytes. */
  boolean sameAs(ByteView other) {
    return Arrays.equals(
        bytes, from, from + size, other.bytes, other.from, other.from + other.size);
  }

  /** Whether the bytes at {@code at} are these characters (ISO 8859-1, so that they can be any bytes). */
  boolean matches(long at, String characters) {
    byte[] expected = characters.getBytes(StandardCharsets.ISO_8859_1);
    if (!has(at, expected.length)) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (bytes[from + (int) at + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  private int require(long at, long count) {
    if (!has(at, count)) {
      throw new UndecodableImageException(
          "The picture ends inside its header: it is damaged or cut off.");
    }
    return (int) at;
  }
}
