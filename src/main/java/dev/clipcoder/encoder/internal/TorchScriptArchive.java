package dev.clipcoder.encoder.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive that holds code and attributes but no weights: what {@code torch.jit.save} would
 * write for a module of class {@code Model}, a few kilobytes, in memory. A zip of stored entries under one root
 * folder; the attributes are a pickle of protocol 2.
 */
final class TorchScriptArchive {

  private static final String ROOT = "model/";

  /** An empty tuple: the code has no constants of its own. */
  private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

  /** The version from which all operators that the code uses mean what they mean today. */
  private static final String FORMAT_VERSION = "10\n";

  /** Any fixed time: the archive shall have the same bytes for the same content. */
  private static final long TIMESTAMP = 946_684_800_000L;

  private TorchScriptArchive() {}

  /**
   * @param code source of {@code class Model(Module)}
   * @param attributes every attribute that the class declares: flags, whole numbers, fractions, lists of
   *     fractions, and {@link #NO_TENSORS}
   */
  static byte[] write(String code, Map<String, Object> attributes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "data.pkl", new Pickle().module(attributes));
      put(zip, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
      put(zip, "constants.pkl", NO_CONSTANTS);
      put(zip, "version", FORMAT_VERSION.getBytes(StandardCharsets.US_ASCII));
      put(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  /** The value of an attribute of type {@code List[Tensor]} before the weights are bound. */
  static final Object NO_TENSORS = new Object();

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry(ROOT + name);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(checksum.getValue());
    entry.setTime(TIMESTAMP);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** The few pickle opcodes that a module without weights needs. */
  private static final class Pickle {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] module(Map<String, Object> attributes) {
      op(0x80).op(2);
      global("__torch__", "Model").op(')').op(0x81);
      op('}').op('(');
      attributes.forEach((name, value) -> string(name).value(value));
      op('u').op('b').op('.');
      return out.toByteArray();
    }

    private Pickle value(Object value) {
      return switch (value) {
        case Boolean flag -> op(flag ? 0x88 : 0x89);
        case Integer number -> op('J').littleEndian(number);
        case Double number -> fraction(number);
        case List<?> numbers ->
          global("torch.jit._pickle", "build_doublelist")
              .op('(')
              .list(numbers)
              .op('t')
              .op('R');
        case Object none
        when none == NO_TENSORS ->
          global("torch.jit._pickle", "build_tensorlist")
              .op('(')
              .op(']')
              .op('t')
              .op('R');
        default -> throw new IllegalArgumentException("No attribute can be a " + value.getClass());
      };
    }

    private Pickle list(List<?> numbers) {
      op(']').op('(');
      numbers.forEach(this::value);
      return op('e');
    }

    private Pickle fraction(double number) {
      op('G');
      long bits = Double.doubleToLongBits(number);
      for (int shift = 56; shift >= 0; shift -= 8) {
        op((int) (bits >> shift) & 0xff);
      }
      return this;
    }

    private Pickle string(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      op('X').littleEndian(bytes.length);
      out.writeBytes(bytes);
      return this;
    }

    private Pickle global(String module, String name) {
      op('c');
      out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
      return this;
    }

    private Pickle littleEndian(int number) {
      for (int shift = 0; shift < 32; shift += 8) {
        op(number >> shift & 0xff);
      }
      return this;
    }

    private Pickle op(int code) {
      out.write(code);
      return this;
    }
  }
}
