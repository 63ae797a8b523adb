package dev.clipcoder.model;

import static dev.clipcoder.model.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of SentencePiece that lie: one sentence each. */
class SentencePieceModelTest {

  private static final int VARINT = 0;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  /** A piece that is unknown and the end of text, without which nothing else is looked at. */
  private static final byte[] PIECES =
      join(piece("<unk>", 0, 2), piece("</s>", 0, 3), piece("a", -1, 1));

  static Stream<Arguments> hostile() {
    return Stream.of(
        arguments("empty", new byte[0], "its model has no piece '</s>', the end of text"),
        arguments("endless number", filled(1 << 20, 0xff), "it ends within a number"),
        arguments("number that ends", new byte[] {(byte) 0x80}, "it ends within a number"),
        arguments("group", new byte[] {0x0b}, "a field of the wire type 3"),
        arguments("unknown wire type", new byte[] {0x0f}, "a field of the wire type 7"),
        arguments("field of 127 bytes", new byte[] {0x0a, 127}, "within a field of 127 bytes"),
        arguments(
            "field of 2^63 bytes",
            join(new byte[] {0x0a}, varint(Long.MIN_VALUE)),
            "within a field of -9223372036854775808 bytes"),
        arguments("short number", new byte[] {0x0d, 1}, "within a field of 4 bytes"),
        arguments("piece that is a number", number(1, 7), "a message has the wire type 0"),
        arguments("text that is a number", field(1, number(1, 7)), "a message has the wire type 0"),
        arguments(
            "score that is a text",
            field(1, field(2, new byte[4])),
            "a number has the wire type 2"),
        arguments("byte pairs", field(2, number(3, 2)), "model_type is 2; expected 1"),
        arguments(
            "spaces kept", field(3, number(4, 0)), "remove_extra_whitespaces is 0; expected 1"),
        arguments(
            "spaces not escaped", field(3, number(5, 0)), "escape_whitespaces is 0; expected 1"),
        arguments(
            "score that is no number",
            join(PIECES, piece("b", Float.NaN, 1)),
            "expected a text and a number"),
        arguments(
            "score that is infinite",
            join(PIECES, piece("b", Float.NEGATIVE_INFINITY, 1)),
            "expected a text and a number"),
        arguments(
            "no unknown",
            join(piece("</s>", 0, 3), piece("a", 0, 1)),
            "its model has the unk_id -1; expected that of a piece"),
        arguments(
            "pieces that fill the memory",
            repeated(new byte[] {0x0a, 0}, 8 << 20),
            "it has more than 300000 pieces"),
        arguments("table of one byte", join(PIECES, table(new byte[1])), "of 1 bytes claims"),
        arguments(
            "trie beyond the table",
            join(PIECES, table(ints(Integer.MAX_VALUE & ~3))),
            "claims a trie of 2147483644"),
        arguments("trie of negative length", join(PIECES, table(ints(-4))), "a trie of 4294967292"),
        arguments("trie of odd length", join(PIECES, table(ints(3, 0))), "claims a trie of 3"),
        arguments(
            "replacement that lets texts grow",
            join(PIECES, table(join(ints(4, 0), filled(10_000, 'a')))),
            "a replacement of more than 256 bytes"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void plan_hostile_isRefusedInOneSentence(String name, byte[] file, String sentence) {
    assertRefused(
        () -> SiglipTokenizers.plan("spiece.model", SentencePieceModel.read("spiece.model", file)),
        sentence);
  }

  /** The sound file that the hostile ones are made of; and a trie that leads out of itself changes nothing. */
  @Test
  void plan_sound_isRead() {
    byte[] file = join(PIECES, table(ints(8, -1, -1)));
    TokenizerPlan plan =
        SiglipTokenizers.plan("spiece.model", SentencePieceModel.read("spiece.model", file));

    assertThat(plan.json().path("model").path("vocab")).hasSize(3);
    assertThat(plan.preparation().apply("a a"))
        .isEqualTo(CanonicalText.SPACE + "a" + CanonicalText.SPACE + "a");
  }

  private static byte[] piece(String text, float score, int type) {
    byte[] content = join(
        field(1, text.getBytes(StandardCharsets.UTF_8)),
        varint((2 << 3) | FIXED32),
        ints(Float.floatToRawIntBits(score)),
        number(3, type));
    return field(1, content);
  }

  private static byte[] table(byte[] bytes) {
    return field(3, field(2, bytes));
  }

  private static byte[] field(int number, byte[] content) {
    return join(varint(((long) number << 3) | BYTES), varint(content.length), content);
  }

  private static byte[] number(int field, long value) {
    return join(varint(((long) field << 3) | VARINT), varint(value));
  }

  private static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
    return out.toByteArray();
  }

  private static byte[] ints(int... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(values).forEach(bytes::putInt);
    return bytes.array();
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] repeated(byte[] bytes, int times) {
    return join(Collections.nCopies(times, bytes).toArray(byte[][]::new));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
