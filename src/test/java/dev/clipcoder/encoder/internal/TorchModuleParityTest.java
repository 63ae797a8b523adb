package dev.clipcoder.encoder.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clipcoder.encoder.EncoderUnavailableException;
import dev.clipcoder.model.Checkpoint;
import dev.clipcoder.model.CheckpointReader;
import dev.clipcoder.model.Precision;
import dev.clipcoder.model.Tensor;
import dev.clipcoder.model.Tokens;
import dev.clipcoder.testing.Fixtures;
import dev.clipcoder.testing.HeapImage;
import dev.clipcoder.testing.NpyFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Both towers against what transformers or OpenCLIP computes in float32 from the same files. */
class TorchModuleParityTest {

  /** Largest difference of any component of two unit vectors. */
  private static final double TOLERANCE = 1e-5;

  private static final ComputeDevice PACKED = new ComputeDevice(-1, Precision.FP32, true);

  private static final List<String> DTYPES = List.of("f32", "f16", "bf16");

  private static final List<String> OF_TRANSFORMERS =
      List.of("safetensors", "sharded-safetensors", "torch", "sharded-torch");

  private static final Map<String, List<String>> FORMS = Map.of(
      "clip", OF_TRANSFORMERS,
      "open-clip", List.of("safetensors", "torch"),
      "siglip", OF_TRANSFORMERS,
      "siglip2", OF_TRANSFORMERS);

  @TempDir
  Path dataDir;

  static Stream<Path> folders() {
    Stream<Path> siglip =
        Stream.of("siglip-f32", "siglip-f16", "siglip2-bf16").map(Fixtures::siglip);
    return Stream.concat(siglip, clip());
  }

  private static Stream<Path> clip() {
    return Stream.concat(
        Stream.of(
                "quick-gelu-f32",
                "gelu-f32-sharded",
                "quick-gelu-f16",
                "gelu-bf16",
                "legacy-config",
                "eos-2",
                "eos-with-extra-token")
            .map(Fixtures::checkpoint),
        Stream.of(
                "open-clip-f32",
                "open-clip-quick-gelu-bin-f16",
                "open-clip-squash-bf16",
                "open-clip-longest-bin-f32",
                "torch-f32",
                "torch-f16",
                "torch-bf16",
                "torch-sharded",
                "vocab-merges")
            .map(Fixtures::layout));
  }

  static Stream<Path> forms() {
    return FORMS.keySet().stream().flatMap(family -> Fixtures.forms(family).stream());
  }

  /** Nobody notices a form that nothing is compared with. */
  @Test
  void forms_areAllThatThereAre() {
    FORMS.forEach((family, forms) -> assertThat(Fixtures.forms(family))
        .extracting(form -> String.valueOf(form.getFileName()))
        .containsExactlyInAnyOrderElementsOf(forms.stream()
            .flatMap(form -> DTYPES.stream().map(dtype -> form + "-" + dtype))
            .toList()));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void embeddings_ofEveryForm_equalTheReference(Path form) {
    String dtype = form.toString().replaceFirst(".*-", "").toUpperCase(Locale.ROOT);
    Path folder = Fixtures.assembled(form, dataDir.resolve("checkpoint"));
    try (Checkpoint checkpoint = CheckpointReader.rememberingIn(dataDir).read("form", folder)) {
      Tensor scale = Objects.requireNonNull(checkpoint.weights().find("logit_scale"));
      assertThat(scale.type()).hasToString(dtype);
    }
    assertEqualsTheReference(folder);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void embeddings_equalTheReference(Path folder) {
    assertEqualsTheReference(folder);
  }

  /** Weights go from any precision of the files to any precision of the device. */
  @ParameterizedTest
  @CsvSource({
    "clip/safetensors-f32, FP16, 0.9999",
    "clip/sharded-torch-bf16, FP16, 0.9999",
    "open-clip/torch-f32, BF16, 0.995",
    "siglip/safetensors-f32, FP16, 0.9999",
    "siglip2/torch-f16, BF16, 0.995"
  })
  void embeddings_inHalfPrecision_areNearTheReference(
      String form, Precision precision, double leastCosine) {
    Path folder = Fixtures.assembled(
        Fixtures.RESOURCES.resolve("forms").resolve(form), dataDir.resolve("checkpoint"));
    try (Checkpoint checkpoint = CheckpointReader.rememberingIn(dataDir).read("form", folder);
        TorchModule module = TorchModule.load(checkpoint, 1, new ComputeDevice(-1, precision))) {
      assertNear(
          images(module, folder),
          NpyFile.read(folder.resolve("image-embeddings.npy")).floatRows(),
          leastCosine);
      assertNear(
          texts(module, checkpoint, folder),
          NpyFile.read(folder.resolve("text-embeddings.npy")).floatRows(),
          leastCosine);
    }
  }

  private static void assertNear(float[][] actual, float[][] expected, double leastCosine) {
    double largest = 0;
    for (int row = 0; row < expected.length; row++) {
      double cosine = 0;
      for (int i = 0; i < expected[row].length; i++) {
        cosine += (double) actual[row][i] * expected[row][i];
        largest = Math.max(largest, Math.abs(actual[row][i] - expected[row][i]));
      }
      assertThat(cosine).as("row %d", row).isBetween(leastCosine, 1 + 1e-6);
    }
    // In float32 it would be a tenth of that.
    assertThat(largest).isGreaterThan(1e-5);
  }

  private void assertEqualsTheReference(Path folder) {
    assertEqualsTheReference(folder, ComputeDevice.PLAIN);
    assertEqualsTheReference(folder, PACKED);
  }

  private void assertEqualsTheReference(Path folder, ComputeDevice device) {
    String name = String.valueOf(folder.getFileName());
    try (Checkpoint checkpoint = CheckpointReader.rememberingIn(dataDir).read(name, folder);
        TorchModule module = TorchModule.load(checkpoint, 1, device)) {
      JsonNode expected = Fixtures.json(folder.resolve("expected.json"));
      assertThat(checkpoint.logitScale())
          .isCloseTo(
              expected.path("logit_scale_exp").asDouble(),
              org.assertj.core.data.Offset.offset(1e-4));
      assertClose(
          images(module, folder),
          NpyFile.read(folder.resolve("image-embeddings.npy")).floatRows());
      assertClose(
          texts(module, checkpoint, folder),
          NpyFile.read(folder.resolve("text-embeddings.npy")).floatRows());
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void preprocess_withinOneLevelOfPil(Path folder) {
    String name = String.valueOf(folder.getFileName());
    try (Checkpoint checkpoint = CheckpointReader.rememberingIn(dataDir).read(name, folder);
        TorchModule module = TorchModule.load(checkpoint, 1, ComputeDevice.PLAIN)) {
      NpyFile pixels = NpyFile.read(folder.resolve("pixels.npy"));
      byte[] expected = planar(pixels);
      int size = expected.length / pixels.shape()[0];
      int picture = 0;
      for (JsonNode file : Fixtures.json(folder.resolve("expected.json")).path("images")) {
        HeapImage image = HeapImage.read(Fixtures.checkpoint("images").resolve(file.asString()));
        byte[] actual = module.preprocess(image.pixels(), image.width(), image.height());
        assertThat(actual).hasSize(size);
        for (int i = 0; i < size; i++) {
          int difference = (actual[i] & 0xff) - (expected[picture * size + i] & 0xff);
          assertThat(Math.abs(difference)).as(file.asString()).isLessThanOrEqualTo(1);
        }
        picture++;
      }
    }
  }

  @Test
  void load_halfPrecision_givesTheMappingBack() {
    assertThat(isMappedAfterLoading("quick-gelu-f16")).isFalse();
    assertThat(isMappedAfterLoading("quick-gelu-f32")).isTrue();
  }

  private boolean isMappedAfterLoading(String name) {
    try (Checkpoint checkpoint =
            CheckpointReader.rememberingIn(dataDir).read(name, Fixtures.checkpoint(name));
        TorchModule _ = TorchModule.load(checkpoint, 1, ComputeDevice.PLAIN)) {
      Tensor scale = Objects.requireNonNull(checkpoint.weights().find("logit_scale"));
      return scale.data().scope().isAlive();
    }
  }

  @Test
  void preprocess_closed_saysSoInsteadOfCrashing() {
    Checkpoint checkpoint =
        CheckpointReader.rememberingIn(dataDir).read("eos-2", Fixtures.checkpoint("eos-2"));
    TorchModule module = TorchModule.load(checkpoint, 1, ComputeDevice.PLAIN);
    module.close();
    module.close();
    checkpoint.close();
    assertThatThrownBy(() -> module.preprocess(ByteBuffer.allocateDirect(3), 1, 1))
        .isInstanceOf(EncoderUnavailableException.class);
  }

  private static float[][] images(TorchModule module, Path folder) {
    NpyFile pixels = NpyFile.read(folder.resolve("pixels.npy"));
    byte[] planar = planar(pixels);
    ByteBuffer direct = ByteBuffer.allocateDirect(planar.length).put(planar).flip();
    return module.encodeImages(direct, pixels.shape()[0]);
  }

  /** From [n][side][side][3] to [n][3][side][side]. */
  private static byte[] planar(NpyFile pixels) {
    byte[] interleaved = pixels.bytes();
    byte[] planar = new byte[interleaved.length];
    int area = pixels.shape()[1] * pixels.shape()[2];
    for (int i = 0; i < interleaved.length; i++) {
      int picture = i / (area * 3);
      int pixel = i % (area * 3) / 3;
      planar[picture * area * 3 + i % 3 * area + pixel] = interleaved[i];
    }
    return planar;
  }

  /** All texts as one batch, so that shorter ones are filled up. */
  private static float[][] texts(TorchModule module, Checkpoint checkpoint, Path folder) {
    JsonNode expectedIds = Fixtures.json(folder.resolve("text-ids.json"));
    List<Tokens> tokens = new ArrayList<>();
    for (JsonNode text : Fixtures.json(folder.resolve("texts.json"))) {
      Tokens encoded = checkpoint.tokenizer().encode(text.asString());
      long[] ids = expectedIds
          .get(tokens.size())
          .valueStream()
          .mapToLong(JsonNode::asLong)
          .toArray();
      assertThat(encoded.ids()).as(text.asString()).isEqualTo(ids);
      tokens.add(encoded);
    }
    int length = tokens.stream().mapToInt(t -> t.ids().length).max().orElseThrow();
    long[] ids = new long[tokens.size() * length];
    for (int i = 0; i < tokens.size(); i++) {
      System.arraycopy(tokens.get(i).ids(), 0, ids, i * length, tokens.get(i).ids().length);
    }
    return module.encodeTexts(
        ids, tokens.stream().mapToLong(Tokens::endPosition).toArray());
  }

  private static void assertClose(float[][] actual, float[][] expected) {
    assertThat(actual.length).isEqualTo(expected.length);
    for (int row = 0; row < expected.length; row++) {
      double worst = 0;
      for (int i = 0; i < expected[row].length; i++) {
        worst = Math.max(worst, Math.abs(actual[row][i] - expected[row][i]));
      }
      assertThat(worst).as("row %d: %s", row, Arrays.toString(actual[row])).isLessThan(TOLERANCE);
    }
  }
}
