package dev.clipcoder.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.image.DecodingRules.Mode;
import dev.clipcoder.image.TestPictures.Pixels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pixel for pixel what PIL makes of the same file; where it is not meant to be, by how much. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PilParityTest {

  private OpenCvImageReader asStored;
  private OpenCvImageReader upright;

  @BeforeAll
  void start() {
    asStored = new OpenCvImageReader(
        new ImageProperties(
            DataSize.ofMegabytes(20), 50_000_000, 25_000_000, 100, 1, false, Mode.EXACT, false),
        new SimpleMeterRegistry());
    upright = new OpenCvImageReader(TestPictures.DEFAULTS, new SimpleMeterRegistry());
  }

  @AfterAll
  void stop() {
    asStored.destroy();
    upright.destroy();
  }

  static Stream<Arguments> pictures() {
    return rows("expected.json");
  }

  static Stream<Arguments> cornerCases() {
    return rows("corner/expected.json");
  }

  private static Stream<Arguments> rows(String file) {
    JsonNode rows = JsonMapper.shared().readTree(TestPictures.bytes(file));
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> Arguments.of(row.get("file").asString(), row));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pictures")
  void picture_withoutExif_equalsPil(String file, JsonNode expected) throws IOException {
    Pixels actual = TestPictures.pixels(asStored, TestPictures.bytes(file));

    assertThat(actual.width()).isEqualTo(expected.get("width").asInt());
    assertThat(actual.height()).isEqualTo(expected.get("height").asInt());
    if (expected.has("policy_rgb")) { // 16-bit grey: PIL clips it to white, we take the high byte
      assertThat(actual.rgb())
          .isEqualTo(png(expected.get("policy_rgb").asString()).rgb());
    } else {
      assertThat(sha256(actual)).isEqualTo(expected.get("rgb_sha256").asString());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pictures")
  void picture_withExif_equalsPilTurnedUpright(String file, JsonNode expected) throws IOException {
    Pixels actual = TestPictures.pixels(upright, TestPictures.bytes(file));

    if (expected.has("upright")) {
      Pixels turned = png(expected.get("upright").asString());
      assertThat(actual.width()).isEqualTo(turned.width());
      assertThat(actual.rgb()).isEqualTo(turned.rgb());
    } else if (!expected.has("policy_rgb")) {
      assertThat(sha256(actual)).isEqualTo(expected.get("rgb_sha256").asString());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cornerCases")
  void cornerCase_equalsPilWithinTolerance(String file, JsonNode expected) throws IOException {
    Pixels actual = TestPictures.pixels(asStored, TestPictures.bytes("corner/" + file));

    assertThat(actual.width()).isEqualTo(expected.get("width").asInt());
    assertThat(actual.height()).isEqualTo(expected.get("height").asInt());
    if (expected.has("tolerance")) {
      Pixels pil = png("corner/" + expected.get("rgb").asString());
      assertThat(largestDifference(actual, pil))
          .isBetween(1, expected.get("tolerance").asInt());
    } else {
      assertThat(sha256(actual)).isEqualTo(expected.get("rgb_sha256").asString());
    }
  }

  @ParameterizedTest
  @MethodSource("exifOutsideOfJpeg")
  void exifOfOtherFormats_isApplied(String file) {
    Pixels stored = TestPictures.pixels(asStored, TestPictures.bytes(file));
    Pixels turned = TestPictures.pixels(upright, TestPictures.bytes(file));

    assertThat(turned.width()).isEqualTo(stored.height());
    assertThat(turned.height()).isEqualTo(stored.width());
    // Orientation 6: the stored left bottom corner comes to the left top.
    int corner = (stored.height() - 1) * stored.width() * 3;
    assertThat(turned.rgb())
        .startsWith(stored.rgb()[corner], stored.rgb()[corner + 1], stored.rgb()[corner + 2]);
  }

  static Stream<String> exifOutsideOfJpeg() {
    return Stream.of("corner/exif-6.png", "corner/exif-6.webp");
  }

  private static int largestDifference(Pixels one, Pixels other) {
    int largest = 0;
    for (int i = 0; i < one.rgb().length; i++) {
      largest = Math.max(largest, Math.abs((one.rgb()[i] & 0xFF) - (other.rgb()[i] & 0xFF)));
    }
    return largest;
  }

  private static Pixels png(String file) throws IOException {
    BufferedImage picture = ImageIO.read(TestPictures.FOLDER.resolve(file).toFile());
    int width = picture.getWidth();
    int height = picture.getHeight();
    byte[] rgb = new byte[width * height * 3];
    int bands = picture.getRaster().getNumBands();
    for (int i = 0; i < width * height; i++) {
      // Grey is read from the raster: getRGB would convert its gamma.
      int colour = bands == 1 && picture.getColorModel().getNumComponents() == 1
          ? picture.getRaster().getSample(i % width, i / width, 0) * 0x010101
          : picture.getRGB(i % width, i / width);
      rgb[3 * i] = (byte) (colour >> 16);
      rgb[3 * i + 1] = (byte) (colour >> 8);
      rgb[3 * i + 2] = (byte) colour;
    }
    return new Pixels(width, height, rgb);
  }

  private static String sha256(Pixels pixels) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(pixels.rgb()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
