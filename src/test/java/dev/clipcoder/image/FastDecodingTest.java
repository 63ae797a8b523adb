package dev.clipcoder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clipcoder.image.DecodingRules.Mode;
import dev.clipcoder.image.TestPictures.Pixels;
import dev.clipcoder.testing.TexturedPicture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

@Timeout(60)
class FastDecodingTest {

  private static final OpenCvImageReader EXACT = reader(Mode.EXACT, true);
  private static final OpenCvImageReader FAST = reader(Mode.FAST, true);
  private static final OpenCvImageReader FAST_AS_STORED = reader(Mode.FAST, false);

  private static OpenCvImageReader reader(Mode mode, boolean exif) {
    return new OpenCvImageReader(
        new ImageProperties(
            DataSize.ofMegabytes(20), 50_000_000, 25_000_000, 100, 1, exif, mode, false),
        new SimpleMeterRegistry());
  }

  @AfterAll
  static void stop() {
    EXACT.destroy();
    FAST.destroy();
    FAST_AS_STORED.destroy();
  }

  private static Pixels read(ImageReader reader, String file, Detail detail) {
    return reader.read(TestPictures.bytes(file), detail, TestPictures::copy).join();
  }

  private static Pixels read(ImageReader reader, byte[] picture, Detail detail) {
    return reader.read(picture, detail, TestPictures::copy).join();
  }

  private static byte[] jpeg(int width, int height) {
    return TexturedPicture.jpeg(TexturedPicture.of(width, height, 1), 0.92F);
  }

  @ParameterizedTest
  @CsvSource({
    "640, 480, 241, 640, 480",
    "640, 480, 240, 320, 240",
    "640, 480, 121, 320, 240",
    "640, 480, 120, 160, 120",
    "640, 480, 1, 80, 60",
    "640, 484, 1, 160, 121",
    "640, 481, 1, 640, 481"
  })
  void jpeg_isReducedAsFarAsIsEnoughAndDivides(
      int width, int height, int shorter, int reducedWidth, int reducedHeight) {
    Pixels pixels = read(FAST, jpeg(width, height), (w, h) -> Math.min(w, h) >= shorter);
    assertThat(pixels.width()).isEqualTo(reducedWidth);
    assertThat(pixels.height()).isEqualTo(reducedHeight);
  }

  @Test
  void exact_leavesNothingOut() {
    byte[] picture = jpeg(640, 480);
    assertThat(read(EXACT, picture, (_, _) -> true).rgb())
        .isEqualTo(TestPictures.pixels(EXACT, picture).rgb());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rgb.png", "lossy.webp", "rgb.bmp", "rgb.tif", "still.gif", "cmyk.jpg"})
  void whatCannotBeReducedCheaply_isDecodedExactly(String file) {
    Pixels fast = read(FAST, file, (_, _) -> true);
    assertThat(fast.rgb())
        .isEqualTo(TestPictures.pixels(EXACT, TestPictures.bytes(file)).rgb());
  }

  @Test
  void reducedPicture_isTheMeanOfItsBlocks() {
    byte[] picture = jpeg(640, 480);
    assertNearMeans(read(FAST, picture, atLeast(320)), TestPictures.pixels(EXACT, picture));
  }

  /** The same picture in eight positions. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void reducedPicture_isUpright(int orientation) {
    String file = "exif-%d.jpg".formatted(orientation);
    Pixels whole = TestPictures.pixels(EXACT, TestPictures.bytes(file));
    Pixels fast = read(FAST, file, atLeast(whole.width() / 2));
    assertThat(fast.width()).isEqualTo(whole.width() / 2);
    assertNearMeans(fast, whole);
  }

  /** Stored as 40 by 24 pixels, upright 24 by 40: what is enough is asked of the picture as it is handed out. */
  @Test
  void detail_isAskedForAsThePictureIsHandedOut() {
    assertThat(read(FAST, "exif-6.jpg", (w, h) -> w >= 12 && h >= 20).width()).isEqualTo(12);
    assertThat(read(FAST, "exif-6.jpg", (w, _) -> w >= 20).width()).isEqualTo(24);
    assertThat(read(FAST_AS_STORED, "exif-6.jpg", (w, _) -> w >= 20).width()).isEqualTo(20);
  }

  @Test
  void truncatedFile_isRefused() {
    byte[] whole = jpeg(640, 480);
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    assertThatThrownBy(() -> FAST.read(half, (_, _) -> true, TestPictures::copy).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(UndecodableImageException.class);
  }

  private static Detail atLeast(int width) {
    return (w, _) -> w >= width;
  }

  private static void assertNearMeans(Pixels half, Pixels whole) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < whole.height() / 2; y++) {
      for (int x = 0; x < whole.width() / 2; x++) {
        for (int c = 0; c < 3; c++) {
          sum += Math.abs(at(half, x, y, c) - mean(whole, x, y, c));
          count++;
        }
      }
    }
    assertThat(sum / count).isLessThan(2.5);
  }

  private static double mean(Pixels whole, int x, int y, int channel) {
    return (at(whole, 2 * x, 2 * y, channel)
            + at(whole, 2 * x + 1, 2 * y, channel)
            + at(whole, 2 * x, 2 * y + 1, channel)
            + at(whole, 2 * x + 1, 2 * y + 1, channel))
        / 4.0;
  }

  private static int at(Pixels pixels, int x, int y, int channel) {
    return pixels.rgb()[(y * pixels.width() + x) * 3 + channel] & 0xFF;
  }
}
