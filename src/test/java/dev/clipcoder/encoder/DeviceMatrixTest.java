package dev.clipcoder.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import dev.clipcoder.encoder.internal.ComputeDevice;
import dev.clipcoder.encoder.internal.TorchModule;
import dev.clipcoder.model.Checkpoint;
import dev.clipcoder.model.CheckpointReader;
import dev.clipcoder.testing.Fixtures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Matrices on the real engine: what they compute, and that nobody finds one freed who holds it. */
class DeviceMatrixTest {

  private static final int ROWS = 301;
  private static final int DIMENSION = 17;
  private static final Deadline DEADLINE = Deadline.in(Duration.ofMinutes(1));

  @TempDir
  Path dataDir;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final WorkQueue queue = new WorkQueue(BatchSizes.upTo(8), 1, 0, () -> 0);

  private Checkpoint checkpoint;
  private TorchModule module;
  private Device device;
  private DeviceMemory memory;

  @BeforeEach
  void start() {
    checkpoint = CheckpointReader.rememberingIn(dataDir)
        .read("small", Fixtures.checkpoint("quick-gelu-f32"));
    module = TorchModule.load(checkpoint, 1, ComputeDevice.PLAIN);
    device = new Device("test", module, queue, 1, 1, meters);
    memory = new DeviceMemory(module::place, device, meters);
  }

  @AfterEach
  void stop() {
    device.close();
    module.close();
    checkpoint.close();
  }

  @Test
  void times_severalInOneBatch_eachHasItsCosines() {
    List<Embedding> rows = embeddings(ROWS, 1);
    List<Embedding> queries = embeddings(5, 2);
    try (DeviceMatrix matrix = matrix(rows)) {
      List<CompletableFuture<float[]>> answers = queries.stream()
          .map(query -> matrix.times(query, DEADLINE, Urgency.INTERACTIVE))
          .toList();
      device.start();
      for (int i = 0; i < queries.size(); i++) {
        float[] actual = outcome(answers.get(i));
        double[] expected = EmbeddingMatrix.of(rows).cosines(queries.get(i));
        assertThat(actual).hasSize(ROWS);
        for (int row = 0; row < ROWS; row++) {
          assertThat((double) actual[row]).isCloseTo(expected[row], within(1e-6));
        }
      }
      assertThat(meters
              .get("clipcoder.batch.size")
              .tag("kind", "product")
              .summary()
              .max())
          .isEqualTo(5);
    }
  }

  @Test
  void times_otherDimension_isRefused() {
    try (DeviceMatrix matrix = matrix(embeddings(3, 1))) {
      assertThatThrownBy(() ->
              matrix.times(Embedding.normalized(new float[] {1, 2}), DEADLINE, Urgency.INTERACTIVE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("17 and 2");
    }
  }

  @Test
  void close_somebodyHoldsIt_itIsFreedWhenTheyLetGo() {
    device.start();
    DeviceMatrix matrix = matrix(embeddings(ROWS, 1));
    Embedding query = embeddings(1, 2).getFirst();
    DeviceMatrix.Hold hold = matrix.hold();
    try (hold) {
      matrix.close();
      matrix.close();
      assertThat(outcome(matrix.times(query, DEADLINE, Urgency.INTERACTIVE))).hasSize(ROWS);
      assertThat(onDevice()).isEqualTo(matrix.bytes()).isEqualTo(4L * ROWS * DIMENSION);
      hold.close();
    }
    assertThat(onDevice()).isZero();
    assertThatThrownBy(matrix::hold).isInstanceOf(ClosedMatrixException.class);
    assertThatThrownBy(() -> outcome(matrix.times(query, DEADLINE, Urgency.INTERACTIVE)))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(ClosedMatrixException.class);
    assertThatThrownBy(() -> matrix.matrix().row(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void fill_fails_leavesNothing() {
    assertThatThrownBy(() ->
            memory.fill(2, DIMENSION, rows -> rows.add(embeddings(1, 1).getFirst())))
        .isInstanceOf(IllegalStateException.class);
    assertThat(onDevice()).isZero();
  }

  /** Freed under a running computation, the process would die. */
  @Test
  void replacedWhileOthersUseIt_everybodyHasAnAnswerOrAsksAgain() throws Exception {
    device.start();
    AtomicReference<DeviceMatrix> current = new AtomicReference<>(matrix(embeddings(ROWS, 0)));
    try (ExecutorService users = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int user = 0; user < 4; user++) {
        Embedding query = embeddings(1, user).getFirst();
        answers.add(users.submit(() -> use(current, query)));
      }
      for (int round = 1; round <= 100; round++) {
        current.getAndSet(matrix(embeddings(ROWS, round))).close();
      }
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(100);
      }
    }
    current.get().close();
    assertThat(onDevice()).isZero();
  }

  private int use(AtomicReference<DeviceMatrix> current, Embedding query) {
    int answers = 0;
    while (answers < 100) {
      DeviceMatrix matrix = current.get();
      try (DeviceMatrix.Hold _ = matrix.hold()) {
        CompletableFuture<float[]> answer = matrix.times(query, DEADLINE, Urgency.INTERACTIVE);
        if (answers % 3 == 2) {
          // Who gives up lets go while the device may be at it.
          answer.cancel(true);
        } else {
          assertThat(outcome(answer)).hasSize(ROWS);
        }
        answers++;
      } catch (ClosedMatrixException replaced) {
        Thread.onSpinWait();
      }
    }
    return answers;
  }

  private DeviceMatrix matrix(List<Embedding> rows) {
    return memory.fill(rows.size(), DIMENSION, builder -> rows.forEach(builder::add));
  }

  private long onDevice() {
    return (long) meters.get("clipcoder.device.matrices").gauge().value();
  }

  private static float[] outcome(CompletableFuture<float[]> answer) {
    return answer.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static List<Embedding> embeddings(int count, long seed) {
    Random random = new Random(seed);
    List<Embedding> embeddings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] values = new float[DIMENSION];
      for (int j = 0; j < DIMENSION; j++) {
        values[j] = (float) random.nextGaussian();
      }
      embeddings.add(Embedding.normalized(values));
    }
    return embeddings;
  }
}
