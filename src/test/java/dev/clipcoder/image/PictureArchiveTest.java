package dev.clipcoder.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import dev.clipcoder.image.PictureArchive.Entry;
import dev.clipcoder.image.PictureArchive.Faulty;
import dev.clipcoder.image.PictureArchive.Limits;
import dev.clipcoder.image.PictureArchive.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives, sound, odd and hostile. Each is read in less than a second and in little more memory than its pictures. */
@Timeout(60)
class PictureArchiveTest {

  private static final Limits LIMITS = new Limits(1000, 4_000_000, 16_000_000);

  /** What reading may ask for beside the bytes that it hands out; less than two of the largest pictures. */
  private static final long OVERHEAD = 5_000_000;

  private static final long SECOND = 1_000_000_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final byte[] CAT = "cat".getBytes(UTF_8);
  private static final byte[] DOG = random(70_000);

  /** What is loaded once is no cost of an archive. */
  @BeforeAll
  static void loadClasses() {
    TestZip zip = new TestZip();
    zip.deflated("cafe\u0301/1.jpg", CAT);
    assertThat(all(PictureArchive.open(zip.bytes(), LIMITS))).hasSize(1);
  }

  // What a sound archive gives

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void next_labelFolders_givesPicturesInOrder(boolean wide) {
    TestZip zip = new TestZip();
    zip.wide = wide;
    zip.stored("cat/1.jpg", CAT);
    zip.deflated("dog/2.jpg", DOG);

    assertPictures(read(zip.bytes()), "cat", CAT, "dog", DOG);
  }

  @Test
  void next_writtenByTheJdk_streamedWithLengthsBehindTheData() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : List.of("cat/", "cat/1.jpg", "dog/", "dog/1.jpg")) {
        zip.putNextEntry(new ZipEntry(name));
        if (!name.endsWith("/")) {
          zip.write(name.startsWith("cat") ? CAT : DOG);
        }
        zip.closeEntry();
      }
    }

    assertPictures(read(out.toByteArray()), "cat", CAT, "dog", DOG);
  }

  @Test
  void next_deflated_ofEveryLengthAroundTheStep() {
    for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 131_072, 131_073}) {
      byte[] content = random(length);
      TestZip zip = new TestZip();
      zip.deflated("cat/1.jpg", content);

      assertPictures(read(zip.bytes()), "cat", content);
    }
  }

  @Test
  void next_oneTopFolder_labelsAreBelowIt() {
    TestZip zip = new TestZip();
    zip.stored("pets/", new byte[0]);
    zip.stored("pets/LICENSE", CAT);
    zip.stored("pets/cat/1.jpg", CAT);
    zip.stored("pets/dog/1.jpg", DOG);

    List<Entry> entries = read(zip.bytes());

    assertThat(entries.getFirst())
        .isEqualTo(new Faulty(
            "pets/LICENSE", "It is in no label's folder. Put it where 'pets/cat/1.jpg' is."));
    assertPictures(entries.subList(1, 3), "cat", CAT, "dog", DOG);
  }

  @Test
  void next_oneLabelAlone_isNoTopFolder() {
    TestZip zip = new TestZip();
    zip.stored("cat/1.jpg", CAT);
    zip.stored("cat/2.jpg", DOG);

    assertPictures(read(zip.bytes()), "cat", CAT, "cat", DOG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__MACOSX/cat/._1.jpg",
        "cat/.DS_Store",
        "cat/Thumbs.db",
        "cat/THUMBS.DB",
        "cat/desktop.ini",
        ".git/config",
        "cat/.hidden/1.jpg",
        "._cat",
        "empty/",
        "a/b/c/d/"
      })
  void next_whatFileManagersLeaveBehind_isPassedOver(String name) {
    TestZip zip = new TestZip();
    zip.stored(name, CAT);
    zip.stored("cat/1.jpg", CAT);

    PictureArchive archive = PictureArchive.open(zip.bytes(), LIMITS);

    assertThat(archive.size()).isOne();
    assertPictures(all(archive), "cat", CAT);
  }

  @Test
  void next_decomposedNames_areComposed() {
    TestZip zip = new TestZip();
    zip.stored("cafe\u0301/1.jpg", CAT);

    assertPictures(read(zip.bytes()), "caf\u00e9", CAT);
  }

  @Test
  void next_namesWithoutTheUtf8Flag_areReadAsUtf8() {
    TestZip zip = new TestZip();
    zip.stored("caf\u00e9 noir/1.jpg", CAT).flags = 0;

    assertPictures(read(zip.bytes()), "caf\u00e9 noir", CAT);
  }

  @Test
  void next_nestedArchive_isNoPictureButBytes() {
    TestZip inner = new TestZip();
    inner.deflated("dog/1.jpg", DOG);
    TestZip zip = new TestZip();
    zip.stored("cat/more.zip", inner.bytes());

    assertPictures(read(zip.bytes()), "cat", inner.bytes());
  }

  @Test
  void next_sameNameTwice_isTwoPictures() {
    TestZip zip = new TestZip();
    zip.stored("cat/1.jpg", CAT);
    zip.stored("cat/1.jpg", DOG);

    assertPictures(read(zip.bytes()), "cat", CAT, "cat", DOG);
  }

  @Test
  void open_commentThatHoldsAnEndRecord_readsTheTrueOne() {
    TestZip zip = new TestZip();
    zip.comment = new TestZip().bytes();
    zip.stored("cat/1.jpg", CAT);
    byte[] bytes = zip.bytes();

    // The last record that reaches the end of the file counts: the one in the comment, an empty
    // archive.
    assertThat(read(bytes)).isEmpty();
    assertPictures(read(withComment("PK\u0005\u0006 is no record")), "cat", CAT);
  }

  @Test
  void open_empty_hasNothing() {
    assertThat(read(new TestZip().bytes())).isEmpty();
    assertThat(PictureArchive.isArchive(new TestZip().bytes())).isTrue();
    assertThat(PictureArchive.isArchive(CAT)).isFalse();
  }

  @Test
  void next_asLargeAsAllowed_isTaken() {
    TestZip zip = new TestZip();
    byte[] content = random(4_000_000);
    zip.stored("cat/1.jpg", content);
    zip.deflated("cat/2.jpg", content);

    assertPictures(read(zip.bytes()), "cat", content, "cat", content);
  }

  @Test
  void open_manySmallPictures_keepsOneAtATime() {
    TestZip zip = new TestZip();
    for (int i = 0; i < 1000; i++) {
      zip.stored("label%d/picture.jpg".formatted(i % 7), CAT);
    }

    assertThat(read(zip.bytes())).hasSize(1000).allMatch(Picture.class::isInstance);
  }

  // What spoils one entry

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void next_faultyEntry_leavesTheOthers(String name, Consumer<TestZip> between, String sentence) {
    TestZip zip = new TestZip();
    zip.stored("cat/1.jpg", CAT);
    between.accept(zip);
    zip.deflated("dog/1.jpg", DOG);

    List<Entry> entries = read(zip.bytes());

    assertThat(entries).hasSize(3);
    assertPictures(List.of(entries.get(0), entries.get(2)), "cat", CAT, "dog", DOG);
    assertThat(entries.get(1)).isInstanceOfSatisfying(Faulty.class, faulty -> {
      assertThat(faulty.sentence()).contains(sentence);
      assertThat(faulty.name()).hasSizeBetween(1, 102).doesNotContainPattern("\\p{Cntrl}");
    });
  }

  static Stream<Arguments> next_faultyEntry_leavesTheOthers() {
    return Stream.of(
        named("../1.jpg"),
        named("cat/../../etc/passwd"),
        named("cat/.."),
        named("/etc/passwd"),
        named("//server/share/1.jpg"),
        named("C:/cat/1.jpg"),
        named("c:1.jpg"),
        named("cat\\1.jpg"),
        named("..\\cat/1.jpg"),
        named("./cat/1.jpg"),
        named("cat/./1.jpg"),
        named("cat/1\n.jpg"),
        named("cat/1\u0000.jpg"),
        named("cat\u001b[31m/1.jpg"),
        named("cat/\u0085.jpg"),
        named("../"),
        fault("cat//1.jpg", z -> z.stored("cat//1.jpg", CAT), "empty part"),
        fault("blank folder", z -> z.stored(" /1.jpg", CAT), "empty part"),
        fault("no name", z -> z.stored("", CAT).name = " ".getBytes(UTF_8), "empty part"),
        fault("long name", z -> z.stored("cat/" + "x".repeat(765), CAT), "769 bytes; at most 768"),
        fault("longest name", z -> z.stored("cat/" + "x".repeat(65_000), CAT), "Rename it"),
        fault("at the root", z -> z.stored("1.jpg", CAT), "no label's folder"),
        fault("too deep", z -> z.stored("cat/old/1.jpg", CAT), "within a label's folder"),
        fault("far too deep", z -> z.stored("a/".repeat(300) + "1.jpg", CAT), "within a label's"),
        fault(
            "another encoding",
            z -> z.stored("", CAT).name = "caf\u00e9/1.jpg".getBytes(Charset.forName("IBM850")),
            "not in UTF-8"),
        fault(
            "cut in a character",
            z -> z.stored("", CAT).name = new byte[] {'a', '/', (byte) 0xc3},
            "not in UTF-8"),
        fault(
            "encoded twice over",
            z -> z.stored("", CAT).name = new byte[] {'a', '/', (byte) 0xc0, (byte) 0xaf},
            "not in UTF-8"),
        fault("symbolic link", z -> z.stored("cat/2.jpg", CAT).mode = 0120777, "symbolic link"),
        fault("device", z -> z.stored("cat/2.jpg", CAT).mode = 0020666, "no regular file"),
        fault("pipe", z -> z.stored("cat/2.jpg", CAT).mode = 0010666, "no regular file"),
        fault("encrypted", z -> z.stored("cat/2.jpg", CAT).flags |= 1, "encrypted"),
        fault("strongly encrypted", z -> z.stored("cat/2.jpg", CAT).flags |= 1 << 6, "encrypted"),
        fault("masked", z -> z.stored("cat/2.jpg", CAT).flags |= 1 << 13, "encrypted"),
        fault("AES", z -> z.stored("cat/2.jpg", CAT).method = 99, "encrypted"),
        fault("bzip2", z -> z.stored("cat/2.jpg", CAT).method = 12, "method 12"),
        fault("deflate64", z -> z.stored("cat/2.jpg", CAT).method = 9, "method 9"),
        fault("LZMA", z -> z.stored("cat/2.jpg", CAT).method = 14, "method 14"),
        fault("implode", z -> z.stored("cat/2.jpg", CAT).method = 6, "method 6"),
        fault(
            "two names",
            z -> z.stored("cat/2.jpg", CAT).localName = "dog/2.jpg".getBytes(UTF_8),
            "damaged"),
        fault("wrong checksum", z -> z.stored("cat/2.jpg", CAT).crc++, "damaged"),
        fault("wrong checksum, deflated", z -> z.deflated("cat/2.jpg", CAT).crc++, "damaged"),
        fault("stored in fewer bytes", z -> z.stored("cat/2.jpg", CAT).length = 9, "damaged"),
        fault("stored in more bytes", z -> z.stored("cat/2.jpg", CAT).length = 1, "damaged"),
        fault(
            "unpacks to more than it says",
            z -> z.deflated("cat/2.jpg", DOG).length = 69_999,
            "damaged"),
        fault(
            "unpacks to far more than it says",
            z -> z.deflated("cat/2.jpg", new byte[3_000_000]).length = 10,
            "damaged"),
        fault("says that it is empty", z -> z.deflated("cat/2.jpg", CAT).length = 0, "damaged"),
        fault(
            "unpacks to less than it says",
            z -> z.deflated("cat/2.jpg", DOG).length = 70_001,
            "damaged"),
        fault("not deflated", z -> z.stored("cat/2.jpg", random(1000)).method = 8, "damaged"),
        fault("cut off", z -> z.deflated("cat/2.jpg", DOG).stored = 30_000, "damaged"),
        fault("nothing deflated", z -> z.stored("cat/2.jpg", new byte[0]).method = 8, "damaged"),
        fault(
            "too large",
            z -> z.stored("cat/2.jpg", new byte[4_000_001]),
            "4,000,001 bytes unpacked; at most 4,000,000"),
        fault(
            "claims to be huge",
            z -> z.stored("cat/2.jpg", CAT).length = 0xffff_fffeL,
            "at most 4,000,000"),
        fault("bomb", z -> z.deflated("cat/2.jpg", new byte[4_000_000]), "more than 100 times"),
        fault(
            "bomb that is too large",
            z -> z.deflated("cat/2.jpg", new byte[9_000_000]),
            "at most 4,000,000"));
  }

  @Test
  void next_wellCompressed_isTakenUpToTheRatioAndWhenSmall() {
    TestZip zip = new TestZip();
    byte[] small = new byte[1 << 20];
    byte[] large = random(2_000_000);
    Arrays.fill(large, 25_000, large.length, (byte) 0);
    zip.deflated("cat/small.bmp", small);
    zip.deflated("cat/large.bmp", large);

    assertPictures(read(zip.bytes()), "cat", small, "cat", large);
  }

  // What spoils the whole archive

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void open_spoiltArchive_isOneSentence(
      String name, byte[] bytes, Class<? extends ArchiveException> kind, String sentence) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(kind)
        .hasMessageContaining(sentence)
        .message()
        .hasSizeBetween(20, 200);
  }

  static Stream<Arguments> open_spoiltArchive_isOneSentence() {
    byte[] sound = zip(z -> {});
    return Stream.of(
        damaged("nothing", new byte[0], "no zip archive"),
        damaged("a picture", TestPictures.bytes("rgb.png"), "no zip archive"),
        damaged("gzip", new byte[] {0x1f, (byte) 0x8b, 8, 0}, "no zip archive"),
        damaged("four bytes", Arrays.copyOf(sound, 4), "cut off"),
        damaged("cut in half", Arrays.copyOf(sound, sound.length / 2), "cut off"),
        damaged("cut by a byte", Arrays.copyOf(sound, sound.length - 1), "cut off"),
        damaged("a byte behind it", Arrays.copyOf(sound, sound.length + 1), "cut off"),
        damaged("bytes before it", before(sound), "no zip archive"),
        damaged("of several parts", zip(z -> z.disk = 1), "several parts"),
        damaged("directory behind the end", zip(z -> z.directoryShift = 1000), "no directory"),
        damaged("directory elsewhere", zip(z -> z.directoryShift = -40), "broken directory"),
        damaged("directory too long", zip(z -> z.directoryBytesShift = 1), "no directory"),
        damaged("directory too short", zip(z -> z.directoryBytesShift = -1), "another length"),
        damaged("more entries than there are", zip(z -> z.count = 3L), "no directory"),
        damaged("fewer entries than there are", zip(z -> z.count = 1L), "another length"),
        damaged("hides its entries", zip(z -> z.count = 0L), "another length"),
        damaged("64-bit end missing", zip(z -> z.count = 0xffffL), "64-bit"),
        damaged("64-bit length missing", one(e -> e.length = 0xffff_ffffL), "64-bit"),
        damaged(
            "64-bit field cut off",
            one(e -> {
              e.header = 0xffff_ffffL;
              e.extra = new byte[] {1, 0, 8, 0, 0};
            }),
            "64-bit"),
        damaged(
            "64-bit, negative place",
            zip(z -> {
              z.wide = true;
              z.directoryShift = Long.MIN_VALUE;
            }),
            "no directory"),
        damaged("64-bit, negative length", wideOne(e -> e.length = -1), "does not fit"),
        damaged("64-bit, place beyond", wideOne(e -> e.headerShift = 1L << 40), "no entry"),
        damaged(
            "64-bit, negative stored length",
            wideOne(e -> e.stored = Long.MIN_VALUE),
            "does not fit"),
        damaged("header elsewhere", one(e -> e.headerShift = 1), "no entry"),
        damaged("header behind the end", one(e -> e.headerShift = 70_000_000), "no entry"),
        damaged("more data than file", one(e -> e.stored = 5_000), "does not fit"),
        damaged(
            "all entries are one",
            zip(z -> {
              z.deflated("dog/3.jpg", DOG).header = 0L;
              z.deflated("dog/4.jpg", DOG).header = 0L;
            }),
            "overlap"),
        damaged(
            "one quotes the next",
            zip(z -> {
              TestZip.Entry first = z.deflated("dog/3.jpg", CAT);
              z.deflated("dog/4.jpg", DOG);
              first.stored += 60;
            }),
            "overlap"),
        damaged("the directory is data", one(e -> e.stored += 4), "does not fit"),
        tooLarge("too many entries", many(1001), "1001 entries"),
        tooLarge("claims many entries", zip(z -> z.count = 60_000L), "60000 entries"),
        tooLarge(
            "claims too many for any list",
            zip(z -> {
              z.wide = true;
              z.count = 1L << 40;
            }),
            "1099511627776 entries"),
        tooLarge(
            "claims less than none",
            zip(z -> {
              z.wide = true;
              z.count = -1L;
            }),
            "18446744073709551615 entries"),
        tooLarge(
            "unpacks to too much",
            zip(z -> {
              for (int i = 0; i < 5; i++) {
                byte[] content = new byte[3_500_000];
                System.arraycopy(random(50_000), 0, content, 0, 50_000);
                z.deflated("dog/%d.bmp".formatted(i), content);
              }
            }),
            "more than 16,000,000 bytes"),
        tooLarge(
            "many small bombs",
            zip(z -> {
              byte[] content = new byte[1 << 20];
              for (int i = 0; i < 20; i++) {
                z.deflated("dog/%d.bmp".formatted(i), content);
              }
            }),
            "more than 16,000,000 bytes"));
  }

  @Test
  void next_damagedBytes_neverEndAsAnotherFailure() {
    byte[] sound = zip(z -> {});
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = sound.clone();
      // Most of the file is one random picture; the headers around it are what matters.
      int at = i % 2 == 0 ? random.nextInt(60) : bytes.length - 1 - random.nextInt(160);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      try {
        assertThat(all(PictureArchive.open(bytes, LIMITS))).hasSizeLessThanOrEqualTo(2);
      } catch (ArchiveException e) {
        assertThat(e).hasMessageContaining("archive");
      }
    }
  }

  private static Arguments named(String name) {
    String shown = name.replaceAll("\\p{Cntrl}", "?");
    return fault(shown, z -> z.stored(name, CAT), "none that an archive of pictures needs");
  }

  private static Arguments fault(String name, Consumer<TestZip> between, String sentence) {
    return arguments(name, between, sentence);
  }

  private static Arguments damaged(String name, byte[] bytes, String sentence) {
    return arguments(name, bytes, DamagedArchiveException.class, sentence);
  }

  private static Arguments tooLarge(String name, byte[] bytes, String sentence) {
    return arguments(name, bytes, ArchiveTooLargeException.class, sentence);
  }

  /** Two sound entries, and what is changed. */
  private static byte[] zip(Consumer<TestZip> change) {
    TestZip zip = new TestZip();
    zip.stored("cat/1.jpg", CAT);
    zip.deflated("dog/1.jpg", DOG);
    change.accept(zip);
    return zip.bytes();
  }

  private static byte[] one(Consumer<TestZip.Entry> change) {
    return zip(z -> change.accept(z.stored("cat/2.jpg", CAT)));
  }

  private static byte[] wideOne(Consumer<TestZip.Entry> change) {
    return zip(z -> {
      z.wide = true;
      change.accept(z.stored("cat/2.jpg", CAT));
    });
  }

  private static byte[] many(int count) {
    TestZip zip = new TestZip();
    for (int i = 0; i < count; i++) {
      zip.stored("x/", new byte[0]);
    }
    return zip.bytes();
  }

  private static byte[] withComment(String comment) {
    TestZip zip = new TestZip();
    zip.comment = comment.getBytes(UTF_8);
    zip.stored("cat/1.jpg", CAT);
    return zip.bytes();
  }

  private static byte[] before(byte[] bytes) {
    byte[] longer = new byte[bytes.length + 10];
    System.arraycopy(bytes, 0, longer, 10, bytes.length);
    return longer;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** Reads all, and sees that it takes little time and no more memory than the pictures have. */
  private static List<Entry> read(byte[] bytes) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long nanos = THREADS.getCurrentThreadCpuTime();
    long handedOut = 0;
    try {
      List<Entry> entries = all(PictureArchive.open(bytes, LIMITS));
      handedOut = entries.stream()
          .mapToLong(e -> e instanceof Picture picture ? picture.bytes().length : 0)
          .sum();
      return entries;
    } finally {
      assertThat(THREADS.getCurrentThreadCpuTime() - nanos).isLessThan(SECOND);
      assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
          .isLessThan(handedOut + OVERHEAD);
    }
  }

  private static List<Entry> all(PictureArchive archive) {
    List<Entry> entries = new ArrayList<>();
    for (Optional<Entry> next = archive.next(); next.isPresent(); next = archive.next()) {
      entries.add(next.get());
    }
    assertThat(entries).hasSize(archive.size());
    assertThat(archive.next()).isEmpty();
    return entries;
  }

  private static void assertPictures(List<Entry> entries, Object... labelsAndBytes) {
    assertThat(entries).hasSize(labelsAndBytes.length / 2);
    for (int i = 0; i < entries.size(); i++) {
      assertThat(entries.get(i)).isInstanceOf(Picture.class);
      Picture picture = (Picture) entries.get(i);
      assertThat(picture.label()).isEqualTo(labelsAndBytes[2 * i]);
      assertThat(picture.bytes()).isEqualTo((byte[]) labelsAndBytes[2 * i + 1]);
    }
  }
}
