package dev.clipcoder.encoder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.image.Detail;
import dev.clipcoder.image.ImageReader;
import dev.clipcoder.model.Checkpoint;
import dev.clipcoder.model.CheckpointReader;
import dev.clipcoder.testing.Fixtures;
import dev.clipcoder.testing.TexturedPicture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * What {@code clipcoder.images.mode=fast} changes in the network's input, next to what encoding the same picture again
 * as a JPEG of quality 95 and 75 changes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FastDecodingErrorTest {

  @TempDir
  static Path dataDir;

  private AnnotationConfigApplicationContext context;
  private Checkpoint checkpoint;
  private TorchModule module;
  private ImageReader reader;

  @BeforeAll
  void start() {
    context = new AnnotationConfigApplicationContext();
    context.getEnvironment().getSystemProperties().put("clipcoder.images.mode", "fast");
    context.registerBean(SimpleMeterRegistry.class);
    context.scan("dev.clipcoder.image");
    context.refresh();
    reader = context.getBean(ImageReader.class);
    checkpoint = PreprocessingParityTest.resizingTo224(
        CheckpointReader.rememberingIn(dataDir).read("eos-2", Fixtures.checkpoint("eos-2")));
    module = TorchModule.load(checkpoint, 1, ComputeDevice.PLAIN);
  }

  @AfterAll
  void stop() {
    System.clearProperty("clipcoder.images.mode");
    module.close();
    checkpoint.close();
    context.close();
  }

  /** The first is reduced to a half, the others to a quarter; the last has 12 megapixels. */
  @ParameterizedTest
  @CsvSource({"2016, 1512, 1", "2720, 3072, 2", "4000, 3000, 3"})
  void error_isBelowThatOfEncodingAgainAtQuality75(int width, int height, long seed) {
    byte[] picture = TexturedPicture.jpeg(TexturedPicture.of(width, height, seed), 0.92F);
    byte[] exact = input(picture, Detail.ALL);
    double fast = error(input(picture, this::isAmple), exact);
    double at75 = error(input(TexturedPicture.encodedAgain(picture, 0.75F), Detail.ALL), exact);
    double at95 = error(input(TexturedPicture.encodedAgain(picture, 0.95F), Detail.ALL), exact);

    assertThat(fast).isPositive().isLessThan(at75);
    assertThat(at95).isLessThan(at75);
  }

  private boolean isAmple(int width, int height) {
    return module.preprocessing().hasHeadroom(width, height, 3);
  }

  private byte[] input(byte[] picture, Detail detail) {
    return reader
        .read(
            picture,
            detail,
            image -> module.preprocess(image.pixels(), image.width(), image.height()))
        .join();
  }

  /** Mean over all values, in levels of 256. */
  private static double error(byte[] input, byte[] exact) {
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      sum += Math.abs((input[i] & 0xFF) - (exact[i] & 0xFF));
    }
    return sum / exact.length;
  }
}
