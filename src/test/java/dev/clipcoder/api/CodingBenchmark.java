package dev.clipcoder.api;

import dev.clipcoder.embedding.Npy;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What pictures in JSON and embeddings as npy cost: 100 kB of a picture out of base64, and 16 embeddings of 512
 * numbers into npy.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) org.openjdk.jmh.Main CodingBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodingBenchmark {

  private static final int PICTURE_BYTES = 100_000;
  private static final int ROWS = 16;
  private static final int DIMENSION = 512;

  private final List<float[]> rows = new ArrayList<>();
  private String picture = "";

  /** Makes a picture and embeddings of random numbers. */
  @Setup
  public void fill() {
    Random random = new Random(1);
    byte[] bytes = new byte[PICTURE_BYTES];
    random.nextBytes(bytes);
    picture = Base64.getEncoder().encodeToString(bytes);
    for (int row = 0; row < ROWS; row++) {
      float[] numbers = new float[DIMENSION];
      for (int i = 0; i < DIMENSION; i++) {
        numbers[i] = random.nextFloat();
      }
      rows.add(numbers);
    }
  }

  @Benchmark
  public byte[] pictureOutOfBase64() {
    return Base64Image.decode("image", picture);
  }

  @Benchmark
  public byte[] embeddingsIntoNpy() {
    return Npy.encodeRows(rows);
  }
}
