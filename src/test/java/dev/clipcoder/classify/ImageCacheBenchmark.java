package dev.clipcoder.classify;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.encoder.Deadline;
import dev.clipcoder.encoder.Encoded;
import dev.clipcoder.encoder.ImageEncoder;
import dev.clipcoder.encoder.Pixels;
import dev.clipcoder.encoder.Urgency;
import dev.clipcoder.image.DecodingRules;
import dev.clipcoder.image.Detail;
import dev.clipcoder.image.ImageReader;
import dev.clipcoder.image.RgbImage;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.tracing.Trace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What a picture costs that is remembered, among 20,000 others at 512 dimensions: from its bytes to its embedding, on
 * one thread. 100,000 bytes are a photograph of 640×480 as a JPEG of high quality.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) dev.clipcoder.classify.ImageCacheBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ImageCacheBenchmark {

  private static final int OTHERS = 20_000;
  private static final int DIMENSION = 512;
  private static final DecodingRules RULES = new DecodingRules(DecodingRules.Mode.EXACT, true);

  @Param({"100000", "1000000"})
  public int bytes;

  private final Random random = new Random(1);
  private final Counter abandoned = new SimpleMeterRegistry().counter("abandoned");
  private final Cache<PictureKey, Embedding> cache = Caffeine.newBuilder()
      .maximumWeight(64L << 20)
      .weigher((PictureKey _, Embedding _) -> Float.BYTES * DIMENSION)
      .recordStats()
      .build();
  private final PictureNames names = PictureNames.byContent(
      new ModelDescription(
          "random", "9f2c", "clip", DIMENSION, 100, null, 224, 77, "fp32", "cpu", 1, null),
      RULES);
  private final PictureEmbeddings embeddings =
      new PictureEmbeddings(names, cache, new NoReader(), new NoEncoder());
  private byte[] picture = {};

  /** Fills the memory. */
  @Setup
  public void fill() {
    for (int i = 0; i < OTHERS; i++) {
      byte[] other = new byte[32];
      random.nextBytes(other);
      cache.put(new PictureKey(names.of(other), null), embedding());
    }
    picture = new byte[bytes];
    random.nextBytes(picture);
    cache.put(new PictureKey(names.of(picture), null), embedding());
  }

  private Embedding embedding() {
    float[] values = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Embedding.normalized(values);
  }

  /** All that a request does for its picture. */
  @Benchmark
  public List<Embedding> hit() {
    try (Work work = new Work(
        items -> {
          throw new IllegalStateException("A hit needs no place");
        },
        Duration.ofSeconds(30),
        () -> false,
        abandoned,
        Urgency.INTERACTIVE,
        Trace.NONE)) {
      return new Viewing(List.of(new Subject.Picture(picture, List.of())), embeddings, work)
          .await();
    }
  }

  private static final class NoReader implements ImageReader {
    @Override
    public DecodingRules rules() {
      return RULES;
    }

    @Override
    public <T> CompletableFuture<T> read(byte[] bytes, Detail detail, Function<RgbImage, T> use) {
      throw new IllegalStateException("A hit is not decoded");
    }
  }

  private static final class NoEncoder implements ImageEncoder {
    @Override
    public Pixels preprocess(RgbImage image) {
      throw new IllegalStateException("A hit is not resized");
    }

    @Override
    public boolean isAmple(int width, int height) {
      throw new IllegalStateException("A hit is not decoded");
    }

    @Override
    public CompletableFuture<Encoded> encode(Pixels pixels, Deadline deadline, Urgency urgency) {
      throw new IllegalStateException("A hit is not encoded");
    }
  }

  public static void main(String[] arguments) throws RunnerException {
    new Runner(new OptionsBuilder().include(ImageCacheBenchmark.class.getName()).build()).run();
  }
}
