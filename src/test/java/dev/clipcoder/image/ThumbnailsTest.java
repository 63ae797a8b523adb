package dev.clipcoder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.image.TestPictures.Pixels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ThumbnailsTest {

  private static final OpenCvImageReader READER =
      new OpenCvImageReader(TestPictures.DEFAULTS, new SimpleMeterRegistry());

  @AfterAll
  static void stop() {
    READER.destroy();
  }

  @ParameterizedTest
  @CsvSource({
    "1024, 512, 256, 128",
    "512, 1024, 128, 256",
    "257, 256, 256, 255",
    "256, 256, 256, 256",
    "100, 60, 100, 60",
    "1, 1, 1, 1",
    "3000, 1, 256, 1",
    "1, 3000, 1, 256"
  })
  void jpeg_longerSideIsAtMost256_neverEnlarged(int width, int height, int small, int smallHeight)
      throws IOException {
    Pixels thumbnail = thumbnail(png(width, height, (x, y) -> 0x808080));

    assertThat(thumbnail.width()).isEqualTo(small);
    assertThat(thumbnail.height()).isEqualTo(smallHeight);
  }

  @Test
  void jpeg_colours_areInOrder() throws IOException {
    Pixels thumbnail = thumbnail(png(600, 600, (x, y) -> 0xC86432));

    assertThat(thumbnail.rgb()[0] & 0xFF).isCloseTo(0xC8, within(3));
    assertThat(thumbnail.rgb()[1] & 0xFF).isCloseTo(0x64, within(3));
    assertThat(thumbnail.rgb()[2] & 0xFF).isCloseTo(0x32, within(3));
  }

  /** Columns of black and white one pixel wide become grey; taking every eighth pixel would show one of them. */
  @Test
  void jpeg_averagesOverTheArea() throws IOException {
    Pixels thumbnail = thumbnail(png(2048, 2048, (x, y) -> x % 2 == 0 ? 0 : 0xFFFFFF));

    for (byte sample : thumbnail.rgb()) {
      assertThat(sample & 0xFF).isCloseTo(128, within(3));
    }
  }

  @Test
  void jpeg_ofNoise_isSmall() throws IOException {
    byte[] picture = png(2000, 2000, (x, y) -> (x * 31 ^ y * 17) * 0x10101);
    byte[] jpeg = TestPictures.read(READER, picture, Thumbnails::jpeg);

    assertThat(jpeg).hasSizeBetween(500, 60_000);
    assertThat(jpeg).startsWith(0xFF, 0xD8, 0xFF);
  }

  @Test
  void jpeg_onAVirtualThread_isRefused() throws Exception {
    byte[] picture = png(8, 8, (x, y) -> 0);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    TestPictures.read(READER, picture, image -> {
      Thread thread = Thread.ofVirtual().unstarted(() -> Thumbnails.jpeg(image));
      thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
      thread.start();
      try {
        return thread.join(java.time.Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });

    assertThat(failure.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pool");
  }

  @Test
  void jpeg_ofAFreedPicture_isRefused() throws IOException {
    RgbImage freed = TestPictures.read(READER, png(8, 8, (x, y) -> 0), image -> image);

    assertThatThrownBy(() -> Thumbnails.jpeg(freed)).isInstanceOf(IllegalStateException.class);
  }

  private static Pixels thumbnail(byte[] picture) {
    byte[] jpeg = TestPictures.read(READER, picture, Thumbnails::jpeg);
    return TestPictures.pixels(READER, jpeg);
  }

  private static byte[] png(int width, int height, IntBinaryOperator colour) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, colour.applyAsInt(x, y));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
