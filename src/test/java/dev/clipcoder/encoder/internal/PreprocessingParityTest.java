package dev.clipcoder.encoder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.image.ImageReader;
import dev.clipcoder.model.Checkpoint;
import dev.clipcoder.model.CheckpointReader;
import dev.clipcoder.model.ImagePreprocessing;
import dev.clipcoder.testing.Fixtures;
import dev.clipcoder.testing.HeapImage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * From the encoded file to the network's input of 224 pixels, against PIL and transformers' PIL processor: at most
 * one level of 256 apart, in fewer than one value of a hundred.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PreprocessingParityTest {

  private static final Path PICTURES = Fixtures.RESOURCES.resolve("images");
  private static final int SIDE = 224;

  @TempDir
  static Path dataDir;

  private AnnotationConfigApplicationContext context;
  private Checkpoint checkpoint;
  private TorchModule module;

  @BeforeAll
  void start() {
    context = new AnnotationConfigApplicationContext();
    context.registerBean(SimpleMeterRegistry.class);
    context.scan("dev.clipcoder.image");
    context.refresh();
    checkpoint = resizingTo224(
        CheckpointReader.rememberingIn(dataDir).read("eos-2", Fixtures.checkpoint("eos-2")));
    module = TorchModule.load(checkpoint, 1, ComputeDevice.PLAIN);
  }

  @AfterAll
  void stop() {
    module.close();
    checkpoint.close();
    context.close();
  }

  /** The towers are small, but resizing does not look at them. */
  static Checkpoint resizingTo224(Checkpoint small) {
    ImagePreprocessing preprocessing = ImagePreprocessing.shortest(
        SIDE, SIDE, small.preprocessing().mean(), small.preprocessing().std());
    return new Checkpoint(
        small.id(),
        small.fingerprint(),
        small.architecture(),
        small.logitScale(),
        small.logitBias(),
        small.weights(),
        small.tokenizer(),
        preprocessing);
  }

  static Stream<Arguments> pictures() {
    return Fixtures.json(PICTURES.resolve("expected.json"))
        .valueStream()
        .filter(row -> row.has("crop224") || row.has("upright224") || row.has("policy_crop224"))
        .map(row -> Arguments.of(row.path("file").asString(), expectation(row)));
  }

  /** The orientation is applied by default; where PIL versions disagree, the documented policy counts. */
  private static String expectation(JsonNode row) {
    for (String key : new String[] {"policy_crop224", "upright224"}) {
      if (row.has(key)) {
        return row.path(key).asString();
      }
    }
    return row.path("crop224").asString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pictures")
  void preprocess_withinOneLevel(String file, String expectation) throws IOException {
    byte[] encoded = Files.readAllBytes(PICTURES.resolve(file));
    byte[] actual = context
        .getBean(ImageReader.class)
        .read(encoded, image -> module.preprocess(image.pixels(), image.width(), image.height()))
        .join();
    ByteBuffer expected = HeapImage.read(PICTURES.resolve(expectation)).pixels();
    int different = 0;
    int largest = 0;
    for (int i = 0; i < actual.length; i++) {
      int pixel = i % (SIDE * SIDE);
      int channel = i / (SIDE * SIDE);
      int difference = Math.abs((actual[i] & 0xff) - (expected.get(pixel * 3 + channel) & 0xff));
      largest = Math.max(largest, difference);
      different += Math.min(difference, 1);
    }
    assertThat(largest).as("levels, in %d values", different).isLessThanOrEqualTo(1);
    assertThat(different / (double) actual.length).isLessThan(0.01);
  }
}
