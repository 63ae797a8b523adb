package dev.clipcoder.encoder.internal;

import dev.clipcoder.model.Checkpoint;
import dev.clipcoder.model.CheckpointReader;
import dev.clipcoder.model.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * The towers alone, for {@code tools/bench/engine.py}, which gives turns to this process and to others. Arguments: folder
 * of a checkpoint, form ({@code fp32}, {@code packed}, {@code int8}, {@code fp16}, {@code bf16}), threads, number of
 * the GPU or -1. Each line of its input, such as {@code image 16 3} or {@code text 32 3 12} (batch, rounds, tokens), is
 * answered by one line with the milliseconds of each round.
 */
public final class EngineBenchmark {

  private static final int BEGIN = 49406;
  private static final int END = 49407;

  private final Checkpoint checkpoint;
  private final TorchModule module;
  private final Random random = new Random(1);

  private EngineBenchmark(Checkpoint checkpoint, TorchModule module) {
    this.checkpoint = checkpoint;
    this.module = module;
  }

  /** Serves until its input ends. */
  public static void main(String[] arguments) throws IOException {
    Path remembered = Files.createTempDirectory("engine-benchmark");
    int threads = Integer.parseInt(arguments[2]);
    int gpu = Integer.parseInt(arguments[3]);
    try (Checkpoint checkpoint =
            CheckpointReader.rememberingIn(remembered).read("bench", Path.of(arguments[0]));
        TorchModule module = TorchModule.load(checkpoint, threads, device(arguments[1], gpu));
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      module.useFixedPlansOnThisThread();
      module.useThreads(threads);
      EngineBenchmark benchmark = new EngineBenchmark(checkpoint, module);
      System.out.println("ready");
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        System.out.println(benchmark.answer(order.split(" ", -1)));
      }
    }
  }

  private static ComputeDevice device(String form, int gpu) {
    return form.equals("packed")
        ? new ComputeDevice(gpu, Precision.FP32, true)
        : new ComputeDevice(gpu, Precision.valueOf(form.toUpperCase(Locale.ROOT)));
  }

  private String answer(String[] order) {
    int batch = Integer.parseInt(order[1]);
    int rounds = Integer.parseInt(order[2]);
    return order[0].equals("image")
        ? images(batch, rounds)
        : texts(batch, rounds, Integer.parseInt(order[3]));
  }

  private String images(int batch, int rounds) {
    int side = checkpoint.architecture().imageSize();
    byte[] pixels = new byte[batch * 3 * side * side];
    random.nextBytes(pixels);
    ByteBuffer direct = ByteBuffer.allocateDirect(pixels.length).put(pixels).flip();
    return timed(rounds, () -> module.encodeImages(direct, batch));
  }

  private String texts(int batch, int rounds, int length) {
    long[] ids = random.longs((long) batch * length, 1, BEGIN).toArray();
    long[] ends = new long[batch];
    for (int i = 0; i < batch; i++) {
      ids[i * length] = BEGIN;
      ids[(i + 1) * length - 1] = END;
      ends[i] = length - 1L;
    }
    return timed(rounds, () -> module.encodeTexts(ids, ends));
  }

  private interface Batch {
    float[][] encode();
  }

  private static String timed(int rounds, Batch batch) {
    StringBuilder millis = new StringBuilder();
    for (int round = 0; round < rounds; round++) {
      long begin = System.nanoTime();
      float[][] rows = batch.encode();
      double taken = (System.nanoTime() - begin) / 1e6;
      if (Float.isNaN(rows[0][0])) {
        throw new IllegalStateException("The tower answered with no number");
      }
      millis.append(round == 0 ? "" : " ").append(String.format(Locale.ROOT, "%.3f", taken));
    }
    return millis.toString();
  }
}
