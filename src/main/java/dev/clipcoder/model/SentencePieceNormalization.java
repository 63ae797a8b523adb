package dev.clipcoder.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What SentencePiece does to a text before it looks for pieces: the longest prefix that its table knows is replaced,
 * again and again, spaces become {@link CanonicalText#SPACE}, several become one, and those at the end go.
 *
 * <p>The table is the {@code precompiled_charsmap} of the model: the length of a double-array trie in bytes
 * (uint32), the trie's units (uint32 each, in the form of darts-clone), and the replacements, each ended by a zero
 * byte; all little-endian. It is read with bounds, since files are not trusted: an index beyond the array is no
 * match.
 */
final class SentencePieceNormalization {

  /** The longest that Unicode's own normalisation gives are 33 bytes; a bound keeps texts from growing. */
  private static final int LONGEST_REPLACEMENT = 256;

  private static final byte[] SPACE = CanonicalText.SPACE.getBytes(StandardCharsets.UTF_8);

  private final IntBuffer trie;
  private final byte[] replacements;

  private SentencePieceNormalization(IntBuffer trie, byte[] replacements) {
    this.trie = trie;
    this.replacements = replacements;
  }

  /**
   * Reads a table.
   *
   * @param file what to call it in messages
   * @param table empty: nothing is replaced
   * @throws CheckpointException if it is damaged
   */
  static SentencePieceNormalization of(String file, byte[] table) {
    if (table.length == 0) {
      return new SentencePieceNormalization(IntBuffer.allocate(0), new byte[0]);
    }
    ByteBuffer buffer = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
    long trieBytes = table.length < Integer.BYTES ? -1 : Integer.toUnsignedLong(buffer.getInt());
    if (trieBytes < 0 || trieBytes % Integer.BYTES != 0 || trieBytes > buffer.remaining()) {
      throw new CheckpointException(
          "%s: its precompiled_charsmap of %d bytes claims a trie of %d; expected fewer, in whole units of 4."
              .formatted(file, table.length, trieBytes));
    }
    IntBuffer trie = buffer
        .slice(Integer.BYTES, (int) trieBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer();
    byte[] replacements = new byte[table.length - Integer.BYTES - (int) trieBytes];
    buffer.get(Integer.BYTES + (int) trieBytes, replacements);
    requireShort(file, replacements);
    return new SentencePieceNormalization(trie, replacements);
  }

  private static void requireShort(String file, byte[] replacements) {
    int length = 0;
    for (byte b : replacements) {
      length = b == 0 ? 0 : length + 1;
      if (length > LONGEST_REPLACEMENT) {
        throw new CheckpointException(
            "%s: its precompiled_charsmap has a replacement of more than %d bytes; expected a few characters."
                .formatted(file, LONGEST_REPLACEMENT));
      }
    }
  }

  String normalize(String text) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length + SPACE.length);
    boolean afterSpace = false;
    for (int at = 0; at < in.length; ) {
      Match match = longest(in, at);
      byte[] from = match.length > 0 ? replacements : in;
      int begin = match.length > 0 ? match.replacement : at;
      int end = match.length > 0 ? endOf(match.replacement) : at + characterLength(in, at);
      while (afterSpace && begin < end && from[begin] == ' ') {
        begin++;
      }
      if (begin < end) {
        append(out, from, begin, end);
        afterSpace = from[end - 1] == ' ';
      }
      at += match.length > 0 ? match.length : characterLength(in, at);
    }
    return withoutTrailingSpaces(out.toString(StandardCharsets.UTF_8));
  }

  private static void append(ByteArrayOutputStream out, byte[] from, int begin, int end) {
    for (int i = begin; i < end; i++) {
      if (from[i] == ' ') {
        out.writeBytes(SPACE);
      } else {
        out.write(from[i]);
      }
    }
  }

  private static String withoutTrailingSpaces(String text) {
    int end = text.length();
    while (end > 0 && text.startsWith(CanonicalText.SPACE, end - 1)) {
      end--;
    }
    return text.substring(0, end);
  }

  /**
   * A prefix that the table knows.
   *
   * @param length in bytes; 0: none
   * @param replacement where its replacement begins
   */
  private record Match(int length, int replacement) {}

  private Match longest(byte[] in, int begin) {
    Match longest = new Match(0, 0);
    if (trie.limit() == 0) {
      return longest;
    }
    int node = offset(trie.get(0));
    for (int i = begin; i < in.length && node >= 0; i++) {
      node ^= in[i] & 0xff;
      if (node < 0 || node >= trie.limit()) {
        return longest;
      }
      int unit = trie.get(node);
      if (label(unit) != (in[i] & 0xff)) {
        return longest;
      }
      node ^= offset(unit);
      if (hasLeaf(unit) && node >= 0 && node < trie.limit()) {
        int value = trie.get(node) & Integer.MAX_VALUE;
        if (value < replacements.length) {
          longest = new Match(i + 1 - begin, value);
        }
      }
    }
    return longest;
  }

  private static boolean hasLeaf(int unit) {
    return (unit >>> 8 & 1) == 1;
  }

  /** A unit that is a value has its highest bit set, and so is no label of a byte. */
  private static int label(int unit) {
    return unit & (1 << 31 | 0xff);
  }

  private static int offset(int unit) {
    return unit >>> 10 << ((unit & 1 << 9) >>> 6);
  }

  private int endOf(int replacement) {
    int end = replacement;
    while (end < replacements.length && replacements[end] != 0) {
      end++;
    }
    return end;
  }

  /** Of well-formed UTF-8, as Java writes it. */
  private static int characterLength(byte[] in, int at) {
    int first = in[at] & 0xff;
    if (first < 0xc0) {
      return 1;
    }
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  }
}
