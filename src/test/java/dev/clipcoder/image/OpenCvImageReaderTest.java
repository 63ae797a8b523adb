package dev.clipcoder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clipcoder.image.DecodingRules.Mode;
import dev.clipcoder.image.TestPictures.Pixels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

@Timeout(60)
class OpenCvImageReaderTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final OpenCvImageReader reader = new OpenCvImageReader(TestPictures.DEFAULTS, meters);

  @AfterEach
  void stop() {
    reader.destroy();
  }

  @Test
  void pixels_areDirectReadOnlyAndWhole() {
    TestPictures.read(reader, TestPictures.bytes("rgb.png"), image -> {
      assertThat(image.pixels().isDirect()).isTrue();
      assertThat(image.pixels().isReadOnly()).isTrue();
      assertThat(image.pixels().remaining()).isEqualTo(60 * 44 * 3);
      return true;
    });
  }

  @Test
  void image_afterUse_isFreed() {
    RgbImage[] kept = new RgbImage[2];
    TestPictures.read(reader, TestPictures.bytes("rgb.png"), image -> {
      kept[0] = image;
      kept[1] = image.crop(new Region(0, 0, 0.5, 0.5));
      return true;
    });
    assertThatThrownBy(kept[0]::pixels).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(kept[1]::pixels).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> kept[0].crop(new Region(0, 0, 1, 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  /** The picture has 10 by 10 pixels. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1, 1, 0, 0, 10, 10",
    "0.1, 0.2, 0.2, 0.1, 1, 2, 2, 1", // 0.1 + 0.2 > 0.3 must not add a pixel
    "0.15, 0.15, 0.2, 0.2, 1, 1, 3, 3",
    "0.999, 0.999, 0.001, 0.001, 9, 9, 1, 1",
    "0.5, 0.5, 0.0000001, 0.0000001, 5, 5, 1, 1",
    "0.7, 0, 0.3000005, 1, 7, 0, 3, 10"
  })
  void crop_coversEveryPixelThatTheRegionTouches(
      double x, double y, double width, double height, int left, int top, int columns, int rows) {
    byte[] bytes = TestPictures.bytes("rgb.png");
    Pixels cropped = TestPictures.read(reader, bytes, image -> {
      RgbImage square = image.crop(new Region(0, 0, 10 / 60.0, 10 / 44.0));
      assertThat(square.width()).isEqualTo(10);
      assertThat(square.height()).isEqualTo(10);
      return TestPictures.copy(square.crop(new Region(x, y, width, height)));
    });
    Pixels whole = TestPictures.pixels(reader, bytes);

    assertThat(cropped.width()).isEqualTo(columns);
    assertThat(cropped.height()).isEqualTo(rows);
    for (int row = 0; row < rows; row++) {
      int from = ((top + row) * 60 + left) * 3;
      assertThat(Arrays.copyOfRange(cropped.rgb(), row * columns * 3, (row + 1) * columns * 3))
          .isEqualTo(Arrays.copyOfRange(whole.rgb(), from, from + columns * 3));
    }
  }

  @Test
  void read_manyTimes_givesAllNativeMemoryBack() {
    byte[] picture = TestPictures.bytes("landscape.jpg");
    byte[] broken = Arrays.copyOf(picture, picture.length / 2);
    exercise(picture, broken, 50);
    long objects = Pointer.totalCount();
    long before = Pointer.physicalBytes();

    exercise(picture, broken, 400); // 0.8 MB each, once more for the crop

    assertThat(Pointer.totalCount()).isEqualTo(objects);
    assertThat(Pointer.physicalBytes() - before).isLessThan(100_000_000);
  }

  private void exercise(byte[] picture, byte[] broken, int times) {
    for (int i = 0; i < times; i++) {
      TestPictures.read(
          reader, picture, image -> image.crop(new Region(0, 0, 1, 1)).width());
      assertThatThrownBy(() -> TestPictures.pixels(reader, broken))
          .isInstanceOf(ImageException.class);
      assertThatThrownBy(() -> TestPictures.read(reader, picture, OpenCvImageReaderTest::fail))
          .hasMessage("of the caller");
      TestPictures.pixels(reader, TestPictures.bytes("exif-6.jpg"));
      TestPictures.pixels(reader, TestPictures.bytes("corner/small-frame.gif"));
      TestPictures.pixels(reader, TestPictures.bytes("corner/ycck.jpg"));
    }
  }

  private static boolean fail(RgbImage image) {
    throw new IllegalArgumentException("of the caller");
  }

  /** They count the whole process: with a model in memory, every picture would be refused. */
  @Test
  void limitsOfJavaCpp_areOff() {
    TestPictures.pixels(reader, TestPictures.bytes("rgb.png"));

    assertThat(Pointer.maxBytes()).isZero();
    assertThat(Pointer.maxPhysicalBytes()).isZero();
  }

  @Test
  void cancel_whileAllThreadsAreBusy_skipsThePicture() {
    CountDownLatch mayEnd = new CountDownLatch(1);
    List<CompletableFuture<Boolean>> busy = new ArrayList<>();
    for (int i = 0; i < TestPictures.DEFAULTS.threads(); i++) {
      busy.add(reader.read(TestPictures.bytes("rgb.png"), image -> await(mayEnd)));
    }
    AtomicBoolean used = new AtomicBoolean();
    CompletableFuture<Boolean> cancelled =
        reader.read(TestPictures.bytes("rgb.png"), image -> used.getAndSet(true));
    cancelled.cancel(true);
    mayEnd.countDown();
    busy.forEach(CompletableFuture::join);
    TestPictures.pixels(reader, TestPictures.bytes("rgb.png"));
    assertThat(used).isFalse();
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void meters_tellTimePerFormatAndMegapixels() {
    reader.afterSingletonsInstantiated();
    double during = TestPictures.<Double>read(
        reader,
        TestPictures.bytes("landscape.jpg"),
        image -> meters.get("clipcoder.decode.megapixels").gauge().value());

    assertThat(during).isEqualTo(640 * 421 / 1e6);
    assertThat(meters.get("clipcoder.decode.megapixels").gauge().value()).isZero();
    assertThat(meters.get("clipcoder.decode").tag("format", "jpeg").timer().count())
        .isEqualTo(1);
  }

  @Test
  void read_ofTooManyBytes_isRefused() {
    OpenCvImageReader small = new OpenCvImageReader(
        new ImageProperties(
            DataSize.ofKilobytes(1), 50_000_000, 25_000_000, 100, 1, true, Mode.EXACT, false),
        meters);
    assertThatThrownBy(() -> small.read(TestPictures.bytes("landscape.jpg"), RgbImage::width))
        .isInstanceOf(ImageTooLargeException.class)
        .hasMessageContaining("clipcoder.images.max-bytes");
    small.destroy();
  }

  @Test
  void settings_haveTheirDocumentedDefaultsAndAreChecked() {
    ApplicationContextRunner application =
        new ApplicationContextRunner().withUserConfiguration(ImageConfiguration.class);
    application.run(context -> assertThat(context.getBean(ImageProperties.class))
        .isEqualTo(new ImageProperties(
            DataSize.ofMegabytes(20), 50_000_000, 25_000_000, 100, 0, true, Mode.EXACT, false)));
    application
        .withPropertyValues("clipcoder.images.max-pixels=0")
        .run(context -> assertThat(context).hasFailed());
  }
}
