package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Torch files, sound and hostile: each hostile one ends with one sentence, and none runs anything. */
class TorchArchiveTest {

  private static final String FILE = "pytorch_model.bin";
  private static final long[] ONE = {1};

  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tensors_contiguous_areInPlace(boolean wide) throws IOException {
    ZipBytes zip = ZipBytes.torch(matrix(new long[] {2, 3}, new long[] {3, 1}), 24);
    zip.wide = wide;
    try (Arena arena = Arena.ofConfined()) {
      MappedFile file = file(zip.bytes(), arena);
      Tensor tensor = Objects.requireNonNull(TorchArchive.tensors(file, arena).get("a"));

      assertThat(tensor.shape()).containsExactly(2L, 3L);
      assertThat(tensor.type()).isEqualTo(ElementType.F32);
      assertThat(tensor.data().address())
          .isBetween(file.bytes().address(), file.bytes().address() + file.size());
    }
  }

  @Test
  void tensors_transposed_areCopiedInRowMajorOrder() throws IOException {
    ZipBytes zip = ZipBytes.torch(matrix(new long[] {3, 2}, new long[] {1, 3}), 24);
    byte[] content = zip.entry("archive/data/0").content;
    for (int i = 0; i < 6; i++) {
      content[4 * i] = (byte) i;
    }
    try (Arena arena = Arena.ofConfined()) {
      Map<String, Tensor> tensors = TorchArchive.tensors(file(zip.bytes(), arena), arena);
      MemorySegment data = Objects.requireNonNull(tensors.get("a")).data();

      assertThat(data.toArray(ValueLayout.JAVA_INT)).containsExactly(0, 3, 1, 4, 2, 5);
    }
  }

  @Test
  void tensors_ofAStateDictWithMetadata_areFound() throws IOException {
    byte[] pickle = PickleBytes.start()
        .global("collections", "OrderedDict")
        .op(')', 'R', 'q', 0, '(')
        .text("a")
        .tensor("0", 6, 2, new long[] {4}, ONE)
        .op('u', '}')
        .text("_metadata")
        .op('h', 0, 's', 'b', '.')
        .bytes();
    try (Arena arena = Arena.ofConfined()) {
      Map<String, Tensor> tensors =
          TorchArchive.tensors(file(ZipBytes.torch(pickle, 24).bytes(), arena), arena);
      assertThat(Objects.requireNonNull(tensors.get("a")).elements()).isEqualTo(4);
    }
  }

  /** Pickles that would run code in Python, and pickles that are bombs or broken. */
  static Stream<Arguments> pickles() {
    return Stream.of(
        pickle(
            "REDUCE os.system",
            p -> p.global("os", "system").text("id").op(0x85, 'R'),
            "asks for os.system"),
        pickle(
            "REDUCE posix.system",
            p -> p.global("posix", "system").text("id").op(0x85, 'R'),
            "asks for posix.system"),
        pickle(
            "eval",
            p -> p.global("builtins", "eval").text("1").op(0x85, 'R'),
            "asks for builtins.eval"),
        pickle(
            "exec of Python 2",
            p -> p.global("__builtin__", "exec").text("1").op(0x85, 'R'),
            "asks for __builtin__.exec"),
        pickle("getattr", p -> p.global("builtins", "getattr"), "asks for builtins.getattr"),
        pickle("subprocess", p -> p.global("subprocess", "Popen"), "asks for subprocess.Popen"),
        pickle(
            "numpy",
            p -> p.global("numpy.core.multiarray", "_reconstruct"),
            "asks for numpy.core.multiarray._reconstruct"),
        pickle(
            "a whole module",
            p -> p.global("torch.nn.modules.linear", "Linear"),
            "asks for torch.nn.modules.linear.Linear"),
        pickle(
            "bytes of another pickle",
            p -> p.global("torch.storage", "_load_from_bytes"),
            "asks for torch.storage._load_from_bytes"),
        pickle(
            "dotted name",
            p -> p.global("collections", "OrderedDict.__class__"),
            "asks for collections.OrderedDict.__class__"),
        pickle(
            "name split elsewhere",
            p -> p.global("torch", "_utils._rebuild_tensor_v2.x"),
            "asks for torch._utils._rebuild_tensor_v2.x"),
        pickle(
            "control characters in a name",
            p -> p.global("os\r\u001b[2J", "system"),
            "asks for os [2J.system"),
        pickle("endless name", p -> p.global("x".repeat(100_000), "y"), " … "),
        pickle(
            "STACK_GLOBAL", p -> p.text("os").text("system").op(0x93), "the opcode STACK_GLOBAL"),
        pickle("INST", p -> p.op('(').text("id").op('i').ascii("os\nsystem\n"), "the opcode INST"),
        pickle(
            "OBJ", p -> p.op('(').global("collections", "OrderedDict").op('o'), "the opcode OBJ"),
        pickle(
            "NEWOBJ",
            p -> p.global("collections", "OrderedDict").op(')', 0x81),
            "the opcode NEWOBJ"),
        pickle(
            "NEWOBJ_EX",
            p -> p.global("collections", "OrderedDict").op(')', '}', 0x92),
            "the opcode NEWOBJ_EX"),
        pickle(
            "BUILD on a function",
            p -> p.global("collections", "OrderedDict")
                .op('}')
                .text("__setstate__")
                .op('N', 's', 'b'),
            "asks for BUILD on a class or function"),
        pickle(
            "BUILD on a tensor",
            p -> p.tensor("0", 6, 0, new long[] {6}, ONE).op('}', 'b'),
            "asks for BUILD on a tensor"),
        pickle(
            "BUILD with slots",
            p -> p.op('}', 'N', '}', 0x86, 'b'),
            "asks for BUILD on a dictionary"),
        pickle("EXT1", p -> p.op(0x82, 1), "the opcode EXT1"),
        pickle("EXT2", p -> p.op(0x83, 1, 0), "the opcode EXT2"),
        pickle("EXT4", p -> p.op(0x84, 1, 0, 0, 0), "the opcode EXT4"),
        pickle("PERSID", p -> p.op('P').ascii("0\n"), "the opcode PERSID"),
        pickle(
            "persistent id of another kind",
            p -> p.op('(').text("module").op('N', 't', 'Q'),
            "an object outside the pickle that is no storage"),
        pickle(
            "persistent id that climbs",
            p -> p.storage("FloatStorage", "../data.pkl", 6),
            "an object outside the pickle that is no storage"),
        pickle(
            "persistent id that is no tuple",
            p -> p.text("0").op('Q'),
            "an object outside the pickle that is no storage"),
        pickle(
            "storage that is missing",
            p -> p.tensor("7", 6, 0, new long[] {6}, ONE),
            "has no entry 'archive/data/7'"),
        pickle(
            "storage of negative length",
            p -> p.storage("FloatStorage", "0", -6),
            "an object outside the pickle that is no storage"),
        pickle(
            "storage that claims more",
            p -> p.tensor("0", 7, 0, new long[] {7}, ONE),
            "'archive/data/0' has 24 bytes; its pickle says 7 of F32"),
        pickle(
            "storage that overflows",
            p -> p.tensor("0", 1L << 62, 0, new long[] {6}, ONE),
            "has 24 bytes; its pickle says 4611686018427387904"),
        pickle(
            "unknown storage",
            p -> p.storage("QInt8Storage", "0", 6),
            "asks for torch.QInt8Storage"),
        pickle(
            "call of a storage",
            p -> p.storage("FloatStorage", "0", 6).op(')', 'R'),
            "asks for a call of a storage"),
        pickle(
            "call of a call",
            p -> p.global("collections", "OrderedDict").op(')', 'R', ')', 'R'),
            "asks for a call of a dictionary"),
        pickle(
            "OrderedDict with arguments",
            p -> p.global("collections", "OrderedDict").op('N', 0x85, 'R'),
            "an OrderedDict with arguments"),
        pickle(
            "tensor of two arguments",
            p -> p.global("torch._utils", "_rebuild_tensor_v2").op('N', 'N', 0x86, 'R'),
            "a tensor that is no view of a storage"),
        pickle(
            "parameter of no tensor",
            p -> p.global("torch._utils", "_rebuild_parameter").op('N', 'N', 'N', 0x87, 'R'),
            "a parameter that is no tensor"),
        pickle(
            "tensor beyond its storage",
            p -> p.tensor("0", 6, 1, new long[] {6}, ONE),
            "leaves its storage of 6 elements"),
        pickle(
            "tensor far beyond",
            p -> p.tensor("0", 6, Long.MAX_VALUE, new long[] {2}, ONE),
            "leaves its storage of 6 elements"),
        pickle(
            "strides that overflow",
            p -> p.tensor("0", 6, 0, new long[] {3, 3}, new long[] {Long.MAX_VALUE / 2, 4}),
            "leaves its storage of 6 elements"),
        pickle(
            "shape that overflows",
            p -> p.tensor("0", 6, 0, new long[] {1L << 40, 1L << 40, 0}, new long[] {0, 0, 1}),
            "leaves its storage of 6 elements"),
        pickle(
            "negative offset",
            p -> p.tensor("0", 6, -1, new long[] {6}, ONE),
            "a tensor of the shape [6] with the strides [1]"),
        pickle(
            "negative extent",
            p -> p.tensor("0", 6, 0, new long[] {-6}, ONE),
            "no whole numbers from 0"),
        pickle(
            "negative stride",
            p -> p.tensor("0", 6, 5, new long[] {6}, new long[] {-1}),
            "no whole numbers from 0"),
        pickle(
            "more strides than extents",
            p -> p.tensor("0", 6, 0, new long[] {6}, new long[] {1, 1}),
            "a tensor of the shape [6] with the strides [1, 1]"),
        pickle(
            "nine dimensions",
            p -> p.tensor("0", 6, 0, new long[9], new long[9]),
            "no tuple of at most 8"),
        pickle(
            "expanded bomb",
            p -> p.tensor("0", 6, 0, new long[] {1 << 30, 1 << 30}, new long[] {0, 0}),
            "repeats elements of its storage"),
        pickle(
            "value that is no tensor",
            p -> p.op('K', 3),
            "holds a whole number under 'a'; expected a tensor"),
        pickle(
            "deep nesting",
            p -> p.repeat(400_000, ']').repeat(400_000, 'a'),
            "more than 500000 opcodes"),
        pickle("many values", p -> p.op('(').repeat(600_000, '}'), "more than 500000 opcodes"),
        pickle(
            "doubling by memo",
            p -> {
              PickleBytes bytes = p.op(')', 'q', 0);
              for (int i = 0; i < 200; i++) {
                bytes.op('h', i, 'h', i, 0x86, 'q', i + 1);
              }
              return bytes.repeat(200, '0');
            },
            "the opcode POP"),
        pickle(
            "doubling by memo, as a value",
            p -> {
              PickleBytes bytes = p.op('(', '(', 't', 'q', 0);
              for (int i = 0; i < 200; i++) {
                bytes.op('h', i, 'h', i, 0x86, 'q', i + 1);
              }
              return bytes.op('t');
            },
            "holds a tuple under 'a'"),
        pickle(
            "doubling by memo, as a key",
            p -> {
              PickleBytes bytes = p.op('}', '(', ')', 'q', 0);
              for (int i = 0; i < 200; i++) {
                bytes.op('h', i, 'h', i, 0x86, 'q', i + 1);
              }
              return bytes.op('N', 'u');
            },
            "as a key; expected the names of tensors"),
        pickle("list in itself", p -> p.op(']', 'q', 0, 'h', 0, 'a'), "holds a list under 'a'"),
        pickle("memo that is empty", p -> p.op('j').integer(-1), "refers to what it has not said"),
        pickle("memo of nothing", p -> p.op('(', 'q', 0), "takes a value that is not there"),
        pickle("mark that is missing", p -> p.op('t'), "closes a group"),
        pickle(
            "text of negative length",
            p -> p.op('X').integer(-1),
            "has a text of 4294967295 bytes"),
        pickle(
            "text that is too long",
            p -> p.op('X').integer(1 << 30),
            "has a text of 1073741824 bytes"),
        pickle("text that is not UTF-8", p -> p.op('X').integer(2).op(0xc3, 0x28), "not UTF-8"),
        pickle(
            "number of 255 bytes",
            p -> p.op(0x8a, 255).repeat(255, 1),
            "a whole number of 255 bytes"),
        pickle("LONG4 bomb", p -> p.op(0x8b).integer(Integer.MAX_VALUE), "the opcode LONG4"),
        pickle("key twice", p -> p.op('N', 's').text("a").op('N'), "has the key 'a' twice"),
        pickle("append to a dictionary", p -> p.op('}', 'N', 'a'), "appends to what is no list"),
        pickle("entry of a list", p -> p.op(']', 'N', 'N', 's'), "what is no dictionary"),
        pickle("unknown opcode", p -> p.op(0xff), "the opcode 0xff"),
        arguments("end in the middle", new byte[] {(byte) 0x80}, "ends in the middle"),
        arguments("no value", PickleBytes.start().op('.').bytes(), "a value that is not there"),
        arguments("empty", new byte[0], "ends in the middle"),
        arguments("values left", PickleBytes.start().op('N', 'N', '.').bytes(), "values behind"),
        arguments("protocol 5", new byte[] {(byte) 0x80, 5}, "is of protocol 5"),
        arguments("a list", PickleBytes.start().op(']', '.').bytes(), "holds a list; expected"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pickles")
  void tensors_hostilePickle_areRefusedInOneSentence(String name, byte[] pickle, String sentence)
      throws IOException {
    assertRefused(ZipBytes.torch(pickle, 24).bytes(), sentence);
  }

  /** Zips that are not what torch writes. */
  static Stream<Arguments> zips() {
    return Stream.of(
        zip("compressed", z -> z.entry("archive/data/0").method = 8, "compressed or encrypted"),
        zip("encrypted", z -> z.entry("archive/data.pkl").flags = 1, "compressed or encrypted"),
        zip("bomb", z -> z.entry("archive/data/0").length = 1L << 40, "bytes, stored in"),
        zip(
            "longer than the file",
            z -> {
              z.entry("archive/data/0").length = 1 << 30;
              z.entry("archive/data/0").stored = 1 << 30;
            },
            "do not fit the file"),
        zip("entry twice", z -> z.add("archive/data/0", new byte[24]), "twice"),
        zip(
            "entries that overlap",
            z -> {
              ZipBytes.Entry pickle = z.entry("archive/data.pkl");
              pickle.length += 40;
              pickle.stored += 40;
            },
            "overlap another"),
        zip(
            "same bytes under two names",
            z -> {
              ZipBytes.Entry more = z.add("archive/data/1", new byte[24]);
              more.headerShift = -(30 + "archive/data/0".length() + 24);
            },
            "calls the entry 'archive/data/1' otherwise"),
        zip(
            "header outside",
            z -> z.entry("archive/data/0").headerShift = 1 << 20,
            "has no entry 'archive/data/0'"),
        zip(
            "header negative",
            z -> {
              z.wide = true;
              z.entry("archive/data.pkl").headerShift = -1;
            },
            "has no entry 'archive/data.pkl'"),
        zip(
            "64-bit field that is missing",
            z -> z.entry("archive/data.pkl").headerShift = -1,
            "lacks a 64-bit length"),
        zip(
            "another name in the header",
            z -> z.entry("archive/data/0").localName = "archive/data/1",
            "calls the entry 'archive/data/0' otherwise"),
        zip(
            "climbing name",
            z -> z.add("archive/../../etc/passwd", new byte[1]),
            "which no model needs"),
        zip("absolute name", z -> z.add("/etc/passwd", new byte[1]), "which no model needs"),
        zip(
            "name with a backslash",
            z -> z.add("archive\\..\\x", new byte[1]),
            "which no model needs"),
        zip(
            "name with a line break",
            z -> z.add("archive/a\nb", new byte[1]),
            "which no model needs"),
        zip("empty name", z -> z.add("", new byte[1]), "which no model needs"),
        zip("more entries than there are", z -> z.countClaimed = 60_000L, "does not fit"),
        zip("fourth entry that is missing", z -> z.countClaimed = 4L, "has a broken directory"),
        zip(
            "2^63 entries",
            z -> {
              z.wide = true;
              z.countClaimed = Long.MIN_VALUE;
            },
            "claims 9223372036854775808 entries"),
        zip(
            "a million entries",
            z -> {
              z.wide = true;
              z.countClaimed = 1_000_000L;
            },
            "claims 1000000 entries; at most 100000"),
        zip(
            "wide length that is negative",
            z -> {
              z.wide = true;
              z.entry("archive/data/0").length = -8;
              z.entry("archive/data/0").stored = -8;
            },
            "do not fit the file"),
        zip(
            "names that fill the memory",
            z -> {
              for (int i = 0; i < 300; i++) {
                z.add("archive/" + i + "x".repeat(60_000), new byte[0]);
              }
            },
            "at most 16777216 are read"),
        zip("directory elsewhere", z -> z.directoryShift = 1, "does not fit"),
        zip("directory before", z -> z.directoryShift = -7, "has a broken directory"),
        zip(
            "directory at a negative place",
            z -> {
              z.wide = true;
              z.directoryShift = Long.MIN_VALUE;
            },
            "does not fit"),
        zip("two pickles", z -> z.add("other/data.pkl", new byte[1]), "has 2 folders"),
        zip(
            "TorchScript",
            z -> z.add("archive/constants.pkl", new byte[1]),
            "a TorchScript module"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("zips")
  void tensors_hostileZip_areRefusedInOneSentence(
      String name, Consumer<ZipBytes> damage, String sentence) throws IOException {
    ZipBytes zip = ZipBytes.torch(matrix(new long[] {6}, ONE), 24);
    damage.accept(zip);
    assertRefused(zip.bytes(), sentence);
  }

  @Test
  void tensors_bigEndian_areRefused() throws IOException {
    ZipBytes zip = new ZipBytes();
    zip.add("archive/data.pkl", matrix(new long[] {6}, ONE));
    zip.add("archive/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
    assertRefused(zip.bytes(), "byte order is 'big'");
  }

  @Test
  void tensors_withoutPickle_areRefused() throws IOException {
    ZipBytes zip = new ZipBytes();
    zip.add("archive/data/0", new byte[24]);
    assertRefused(zip.bytes(), "has 0 folders with a data.pkl");
  }

  /** The magic number of what torch wrote before 1.6, a file that is no pickle at all, and nothing. */
  @Test
  void tensors_ofNoZip_areRefused() throws IOException {
    byte[] legacy = {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc, (byte) 0x9c, 'F', '.'};
    for (byte[] bytes : new byte[][] {legacy, new byte[1000], new byte[0]}) {
      assertRefused(bytes, "no zip as torch.save writes it since version 1.6");
    }
  }

  @Test
  void tensors_truncatedAnywhere_areRefused() throws IOException {
    byte[] sound = ZipBytes.torch(matrix(new long[] {6}, ONE), 24).bytes();
    for (int length = 0; length < sound.length; length++) {
      assertRefused(Arrays.copyOf(sound, length), "pytorch_model.bin");
    }
  }

  @Test
  void tensors_manyCopiesOfOneStorage_areBoundedByTheFile() throws IOException {
    PickleBytes pickle = PickleBytes.start().op('}');
    for (int i = 0; i < 1000; i++) {
      pickle
          .text("t" + i)
          .tensor("0", 10_000, 0, new long[] {100, 100}, new long[] {1, 100})
          .op('s');
    }
    assertRefused(
        ZipBytes.torch(pickle.op('.').bytes(), 40_000).bytes(), "repeats elements of its storage");
  }

  private void assertRefused(byte[] bytes, String sentence) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MappedFile file = file(bytes, arena);
      Refusal.assertRefused(() -> TorchArchive.tensors(file, arena), sentence);
    }
  }

  private MappedFile file(byte[] bytes, Arena arena) throws IOException {
    return MappedFile.map(Files.write(folder.resolve(FILE), bytes), arena);
  }

  private static byte[] matrix(long[] shape, long[] strides) {
    return PickleBytes.dictionary(p -> p.tensor("0", 6, 0, shape, strides));
  }

  private static Arguments pickle(String name, UnaryOperator<PickleBytes> value, String sentence) {
    return arguments(name, PickleBytes.dictionary(value), sentence);
  }

  private static Arguments zip(String name, Consumer<ZipBytes> damage, String sentence) {
    return arguments(name, damage, sentence);
  }
}
