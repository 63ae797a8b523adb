package dev.clipcoder.encoder.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clipcoder.model.Checkpoint;
import dev.clipcoder.model.CheckpointException;
import dev.clipcoder.model.CheckpointReader;
import dev.clipcoder.model.Precision;
import dev.clipcoder.model.PrecisionReport;
import dev.clipcoder.model.Tensor;
import dev.clipcoder.testing.Fixtures;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers in 8 bits: near float32, and the same for an item whatever else is in its batch. */
class Int8Test {

  private static final ComputeDevice INT8 = new ComputeDevice(-1, Precision.INT8);
  private static final int BATCH = 7;

  @TempDir
  Path dataDir;

  static Stream<Path> folders() {
    return Stream.of(
        Fixtures.checkpoint("quick-gelu-f32"),
        Fixtures.checkpoint("gelu-bf16"),
        Fixtures.layout("open-clip-f32"),
        Fixtures.layout("torch-f16"),
        Fixtures.siglip("siglip-f32"),
        Fixtures.siglip("siglip2-bf16"));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void load_everyFamily_isNearFloat32(Path folder) {
    try (Checkpoint checkpoint = read(folder)) {
      LoadedModule loaded = LoadedModule.load(checkpoint, 1, INT8);
      try (TorchModule _ = loaded.module()) {
        PrecisionReport report = Objects.requireNonNull(loaded.report());
        assertThat(report.pictures()).isEqualTo(PrecisionProbe.PICTURES);
        assertThat(report.texts()).isEqualTo(8);
        // In float32 they would be 1 but for the last digits.
        assertThat(report.leastImageCosine()).isBetween(0.999, 1 - 1e-9);
        assertThat(report.leastTextCosine()).isBetween(0.999, 1 - 1e-9);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void encodeImages_aloneAndInABatch_areTheSameBits(Path folder) {
    try (Checkpoint checkpoint = read(folder);
        TorchModule module = TorchModule.load(checkpoint, 2, INT8)) {
      byte[] pixels = pixels(checkpoint);
      int each = pixels.length / BATCH;
      module.useThreads(2);
      float[][] together = module.encodeImages(direct(pixels), BATCH);
      for (int threads = 1; threads <= 2; threads++) {
        module.useThreads(threads);
        for (int i = 0; i < BATCH; i++) {
          byte[] one = Arrays.copyOfRange(pixels, i * each, (i + 1) * each);
          assertThat(module.encodeImages(direct(one), 1)[0])
              .as("picture %d, %d threads", i, threads)
              .isEqualTo(together[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void encodeTexts_aloneAndInABatch_areTheSameBits(Path folder) {
    try (Checkpoint checkpoint = read(folder);
        TorchModule module = TorchModule.load(checkpoint, 2, INT8)) {
      int length = checkpoint.architecture().contextLength() / 2;
      Random random = new Random(5);
      long[] ids = random
          .longs((long) BATCH * length, 3, checkpoint.architecture().vocabularySize())
          .toArray();
      long[] ends = random.longs(BATCH, 0, length).toArray();
      module.useThreads(2);
      float[][] together = module.encodeTexts(ids, ends);
      for (int threads = 1; threads <= 2; threads++) {
        module.useThreads(threads);
        for (int i = 0; i < BATCH; i++) {
          long[] one = Arrays.copyOfRange(ids, i * length, (i + 1) * length);
          assertThat(module.encodeTexts(one, new long[] {ends[i]})[0])
              .as("text %d, %d threads", i, threads)
              .isEqualTo(together[i]);
        }
      }
    }
  }

  /** A text in a batch is filled up to the longest; a causal tower must not notice. */
  @Test
  void encodeTexts_amongLongerOnes_areTheSameBits() {
    try (Checkpoint checkpoint = read(Fixtures.checkpoint("quick-gelu-f32"));
        TorchModule module = TorchModule.load(checkpoint, 2, INT8)) {
      module.useThreads(2);
      for (int[] lengths : new int[][] {{3, 4, 8}, {9, 11, 16}, {17, 18, 20}}) {
        int longest = lengths[2];
        long[] ids = new Random(6)
            .longs(3L * longest, 3, checkpoint.architecture().vocabularySize())
            .toArray();
        long[] ends = Arrays.stream(lengths).mapToLong(length -> length - 1L).toArray();
        float[][] together = module.encodeTexts(ids, ends);
        for (int i = 0; i < 3; i++) {
          long[] one = Arrays.copyOfRange(ids, i * longest, i * longest + lengths[i]);
          assertThat(module.encodeTexts(one, new long[] {ends[i]})[0])
              .as("%d of %d tokens", lengths[i], longest)
              .isEqualTo(together[i]);
        }
      }
    }
  }

  /** A tensor of zeros has no largest number to divide by. */
  @Test
  void encodeImages_ofBlackPictures_areNumbers() {
    try (Checkpoint checkpoint = read(Fixtures.checkpoint("quick-gelu-f32"));
        TorchModule module = TorchModule.load(checkpoint, 1, INT8)) {
      float[][] rows = module.encodeImages(direct(new byte[pixels(checkpoint).length]), BATCH);
      for (float number : rows[0]) {
        assertThat(number).isFinite();
      }
    }
  }

  @Test
  void load_givesTheMappingBack() {
    try (Checkpoint checkpoint = read(Fixtures.checkpoint("quick-gelu-f32"));
        TorchModule _ = LoadedModule.load(checkpoint, 1, INT8).module()) {
      Tensor scale = Objects.requireNonNull(checkpoint.weights().find("logit_scale"));
      assertThat(scale.data().scope().isAlive()).isFalse();
    }
  }

  @Test
  void load_anotherPrecision_hasNoReport() {
    try (Checkpoint checkpoint = read(Fixtures.checkpoint("quick-gelu-f32"))) {
      LoadedModule loaded = LoadedModule.load(checkpoint, 1, ComputeDevice.PLAIN);
      loaded.module().close();
      assertThat(loaded.report()).isNull();
    }
  }

  @Test
  void checked_int8OnAGpu_isRefused() {
    assertThatThrownBy(() -> new ComputeDevice(1, Precision.INT8).checked("amd64"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("cuda:1")
        .hasMessageContaining("clipcoder.device=cpu");
  }

  @Test
  void checked_int8OnAnotherArchitecture_isRefused() {
    assertThatThrownBy(() -> INT8.checked("aarch64"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("aarch64")
        .hasMessageContaining("clipcoder.precision=fp32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"amd64", "x86_64"})
  void checked_int8OnAnX86_isItself(String architecture) {
    assertThat(INT8.checked(architecture)).isSameAs(INT8);
  }

  @Test
  void checked_otherPrecisions_runEverywhere() {
    ComputeDevice half = new ComputeDevice(0, Precision.FP16);
    assertThat(half.checked("aarch64")).isSameAs(half);
  }

  private Checkpoint read(Path folder) {
    return CheckpointReader.rememberingIn(dataDir).read("checkpoint", folder);
  }

  /** Pictures of very different contrast, so that a scale for the whole batch would show. */
  private static byte[] pixels(Checkpoint checkpoint) {
    int side = checkpoint.architecture().imageSize();
    byte[] pixels = new byte[BATCH * 3 * side * side];
    Random random = new Random(3);
    for (int i = 0; i < pixels.length; i++) {
      int picture = i / (3 * side * side);
      pixels[i] = (byte) random.nextInt(2 << picture);
    }
    return pixels;
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
