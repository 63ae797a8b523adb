package dev.clipcoder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is sent, the answer is an exception of ours with a sentence, and the next picture is fine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class BadPicturesTest {

  private OpenCvImageReader reader;

  @BeforeAll
  void start() {
    reader = new OpenCvImageReader(TestPictures.DEFAULTS, new SimpleMeterRegistry());
    reader.afterSingletonsInstantiated();
  }

  @AfterAll
  void stop() {
    reader.destroy();
  }

  static Stream<Arguments> badFiles() {
    JsonNode rows = JsonMapper.shared().readTree(TestPictures.bytes("bad/bad.json"));
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> Arguments.of(row.get("file").asString(), row.get("verdict").asString()));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("badFiles")
  void badFile_isRefusedWithASentenceAndTheNextIsFine(String file, String verdict) {
    Throwable refusal =
        catchThrowable(() -> TestPictures.pixels(reader, TestPictures.bytes("bad/" + file)));

    if (verdict.equals("refuse") || refusal != null) {
      assertThat(refusal).isInstanceOf(ImageException.class).hasMessageMatching("[A-Z].*[.]");
    }
    assertThat(TestPictures.pixels(reader, TestPictures.bytes("rgb.png")).width())
        .isEqualTo(60);
  }

  /** {@code read} itself throws: nothing reached a decoder. */
  @ParameterizedTest
  @CsvSource({
    "bomb.png, 100.0 megapixels",
    "huge-baseline.jpg, 65500×65500",
    "huge-claim.bmp, 2147483647×1",
    "huge-claim.png, 60000×60000",
    "huge-claim.webp, 14000×14000",
    "huge-frame.gif, 65535×65535",
    "huge-screen.gif, 65535×65535",
    "huge-progressive.jpg, 20000×20000",
    "overflow-claim.png, 2147483647×2147483647",
    "scan-bomb.jpg, scans"
  })
  void tooLarge_isRefusedByTheHeader(String file, String said) {
    assertThatThrownBy(() -> reader.read(TestPictures.bytes("bad/" + file), RgbImage::width))
        .isInstanceOf(ImageTooLargeException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "empty.jpg",
        "four-bytes.jpg",
        "zero-size.bmp",
        "zero-size.gif",
        "zero-size.jpg",
        "zero-size.png",
        "negative-claim.bmp",
        "negative-width.bmp",
        "wild-offset.tif",
        "cut-50.png",
        "cut-50.webp",
        "cut-50.gif"
      })
  void damagedHeader_isRefusedByTheHeader(String file) {
    assertThatThrownBy(() -> reader.read(TestPictures.bytes("bad/" + file), RgbImage::width))
        .isInstanceOf(UndecodableImageException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "landscape.jpg",
        "progressive.jpg",
        "grey.jpg",
        "cmyk.jpg",
        "corner/cmyk-progressive.jpg",
        "corner/restart.jpg",
        "rgb.png",
        "palette.png",
        "lossy.webp",
        "lossless.webp",
        "alpha.webp",
        "still.gif",
        "corner/interlaced.gif",
        "rgb.bmp",
        "rgb.tif",
        "lzw.tif",
        "deflate.tif",
        "corner/jpeg.tif",
        "corner/cmyk.tif"
      })
  void cutAnywhere_isRefused(String file) {
    byte[] whole = TestPictures.bytes(file);
    for (int percent : List.of(1, 5, 10, 25, 50, 75, 90, 95, 99)) {
      byte[] cut = Arrays.copyOf(whole, (int) ((long) whole.length * percent / 100));
      assertThatThrownBy(() -> TestPictures.pixels(reader, cut))
          .as("%s at %d %%", file, percent)
          .isInstanceOf(UndecodableImageException.class);
    }
  }

  @Test
  void animatedGif_cutBehindItsFirstFrame_isRead() {
    byte[] whole = TestPictures.bytes("animated.gif");
    byte[] cut = Arrays.copyOf(whole, whole.length * 95 / 100);

    assertThat(TestPictures.pixels(reader, cut).rgb())
        .isEqualTo(TestPictures.pixels(reader, whole).rgb());
  }

  @Test
  void mutatedFiles_throwNothingElse() {
    Random random = new Random(9);
    for (String file : List.of(
        "progressive.jpg",
        "exif-6.jpg",
        "corner/cmyk-adobe.jpg",
        "palette-trns.png",
        "corner/animated.png",
        "alpha.webp",
        "corner/animated.webp",
        "animated.gif",
        "corner/small-frame.gif",
        "palette.bmp",
        "lzw.tif",
        "corner/cmyk.tif",
        "corner/rgba.tif",
        "corner/jpeg.tif",
        "corner/fax.tif")) {
      byte[] original = TestPictures.bytes(file);
      for (int i = 0; i < 60; i++) {
        byte[] bytes = original.clone();
        for (int j = 0; j < 1 + random.nextInt(6); j++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        Throwable refusal = catchThrowable(() -> TestPictures.pixels(reader, bytes));
        if (refusal != null) {
          assertThat(refusal).isInstanceOf(ImageException.class);
        }
      }
    }
  }
}
