package dev.clipcoder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ImageHeaderTest {

  private static final List<String> ONE_OF_EACH = List.of(
      "progressive.jpg",
      "exif-6.jpg",
      "cmyk.jpg",
      "palette-trns.png",
      "corner/exif-6.png",
      "corner/animated.png",
      "lossy.webp",
      "lossless.webp",
      "corner/exif-6.webp",
      "animated.gif",
      "corner/small-frame-local.gif",
      "palette.bmp",
      "top-down.bmp",
      "lzw.tif",
      "corner/cmyk.tif",
      "corner/rgba.tif");

  static Stream<Arguments> pictures() {
    JsonNode rows = JsonMapper.shared().readTree(TestPictures.bytes("expected.json"));
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> Arguments.of(row.get("file").asString(), row));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pictures")
  void read_saysFormatSizeAndOrientationAsPil(String file, JsonNode expected) {
    ImageHeader header = ImageHeader.read(TestPictures.bytes(file));

    assertThat(header.format().name()).isEqualTo(expected.get("format").asString());
    assertThat(header.width()).isEqualTo(expected.get("width").asInt());
    assertThat(header.height()).isEqualTo(expected.get("height").asInt());
    assertThat(header.orientation()).isEqualTo(expected.get("orientation").asInt());
  }

  @ParameterizedTest
  @CsvSource({
    "landscape.jpg, false, 1",
    "progressive.jpg, true, 10",
    "corner/cmyk-progressive.jpg, true, 18"
  })
  void jpeg_countsThePassesThatAreDecoded(String file, boolean progressive, int scans) {
    JpegHeader header = (JpegHeader) ImageHeader.read(TestPictures.bytes(file));

    assertThat(header.progressive()).isEqualTo(progressive);
    assertThat(header.scans()).isEqualTo(scans);
  }

  @Test
  void tiff_readsBothByteOrders() {
    byte[] little = TestPictures.bytes("grey-16.tif");
    byte[] big = {
      'M', 'M', 0, 42, 0, 0, 0, 8, 0, 2, 1, 0, 0, 3, 0, 0, 0, 1, 0, 7, 0, 0, 1, 1, 0, 4, 0, 0, 0, 1,
      0, 0, 0, 9, 0, 0, 0, 8
    };
    assertThat(ImageHeader.read(little)).extracting(ImageHeader::width).isEqualTo(60);
    assertThat(ImageHeader.read(big)).extracting(ImageHeader::width).isEqualTo(7);
    assertThat(ImageHeader.read(big)).extracting(ImageHeader::height).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<svg xmlns='http://www.w3.org/2000/svg'/> | SVG drawing",
        "<?xml version='1.0'?><!-- x --><svg/> | SVG drawing",
        "<!DOCTYPE html><html> | HTML page",
        "%PDF-1.7 | PDF document",
        "....ftypavif | AVIF picture",
        "....ftypheic | HEIC picture",
        "....ftypmif1 | HEIC picture",
        "....ftypisom | video",
        "data:image/png;base64,iVBORw0K | data URI",
        "BMW is a car maker | text",
        "hello | text"
      })
  void read_ofSomethingElse_namesItAndWhatIsRead(String content, String named) {
    assertThatThrownBy(() -> ImageHeader.read(content.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnsupportedImageException.class)
        .hasMessageContaining(named)
        .hasMessageEndingWith("Send one of JPEG, PNG, WebP, GIF, BMP, TIFF.");
  }

  @Test
  void read_ofBigTiff_saysWhatToDo() {
    byte[] file = {'I', 'I', 43, 0, 8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0};
    assertThatThrownBy(() -> ImageHeader.read(file))
        .isInstanceOf(UnsupportedImageException.class)
        .hasMessageContaining("BigTIFF");
  }

  @Test
  void read_ofRandomBytesBehindEveryMagic_throwsNothingElse() {
    Random random = new Random(7);
    List<byte[]> starts = ONE_OF_EACH.stream().map(TestPictures::bytes).toList();
    for (int i = 0; i < 20_000; i++) {
      byte[] start = starts.get(i % starts.size());
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      System.arraycopy(start, 0, bytes, 0, Math.min(bytes.length, 4 + random.nextInt(30)));
      readOrRefuse(bytes);
    }
  }

  @Test
  void read_ofEveryPrefix_throwsNothingElse() {
    for (String file : ONE_OF_EACH) {
      byte[] bytes = TestPictures.bytes(file);
      for (int length = 0; length < Math.min(bytes.length, 1500); length++) {
        readOrRefuse(Arrays.copyOf(bytes, length));
      }
    }
  }

  @Test
  void read_ofMutatedFiles_throwsNothingElse() {
    Random random = new Random(8);
    for (String file : ONE_OF_EACH) {
      byte[] original = TestPictures.bytes(file);
      for (int i = 0; i < 1_000; i++) {
        readOrRefuse(mutated(original, random));
      }
    }
  }

  @Test
  @Timeout(5) // linear: 20 MB take milliseconds
  void read_ofLargeHostileFiles_isLinear() {
    byte[] markers = filled(20_000_000, TestPictures.bytes("progressive.jpg"), (byte) 0xFF);
    byte[] chunks = filled(20_000_000, TestPictures.bytes("rgb.png"), (byte) 0);
    byte[] blocks = filled(20_000_000, TestPictures.bytes("still.gif"), (byte) 1);
    readOrRefuse(markers);
    readOrRefuse(chunks);
    readOrRefuse(blocks);
  }

  private static byte[] filled(int size, byte[] start, byte filling) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, filling);
    System.arraycopy(start, 0, bytes, 0, start.length / 2);
    return bytes;
  }

  private static byte[] mutated(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int i = 0; i < 1 + random.nextInt(8); i++) {
      int at = random.nextBoolean()
          ? random.nextInt(bytes.length)
          : random.nextInt(Math.min(64, bytes.length));
      bytes[at] = (byte) random.nextInt();
    }
    return bytes;
  }

  /** Anything but an {@link ImageException} fails the test. */
  private static void readOrRefuse(byte[] bytes) {
    try {
      assertThat(ImageHeader.read(bytes).pixels()).isNotNegative();
    } catch (ImageException e) {
      assertThat(e).hasMessageMatching("[A-Z].*[.]");
    }
  }
}
