package dev.clipcoder.coder.fewshot;

import dev.clipcoder.coder.CompactSpace;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * One picture scored by a head of 2,000 examples (100 classes of 20) at 512 dimensions on one thread, and that head
 * changed by one example. With the argument {@code fit} it times single fits and choices instead, once each after a
 * smaller one; restrict the JVM to one processor for those.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) \
 *   dev.clipcoder.coder.fewshot.FewShotBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FewShotBenchmark {

  private static final int DIMENSION = 512;

  private final Support support = support(100, 20);
  private final Embedding image = RandomSupport.unit(new Random(2), DIMENSION);
  private final SupportExample example = new SupportExample(image, 7, "new");
  private final FewShotHead coderAdapter =
      FewShotHead.of(support, new FewShotMethod.CoderAdapter(1, 3.57));
  private final FewShotHead tipAdapter =
      FewShotHead.of(support, new FewShotMethod.TipAdapter(1, 3.57));
  private final FewShotFit gda = FewShotFit.of(support, new FewShotMethod.Gda(0.01));
  private final FewShotFit proker = FewShotFit.of(support, new FewShotMethod.ProKer(1, 1.7, 0.1));
  private final FewShotHead nearestClassMean =
      FewShotHead.of(support, new FewShotMethod.NearestClassMean(true));

  private static Support support(int classes, int shots) {
    Random random = new Random(1);
    EmbeddingMatrix texts = EmbeddingMatrix.of(RandomSupport.units(random, classes, DIMENSION));
    return Support.inSpace(
        texts,
        100,
        CompactSpace.of(EmbeddingMatrix.of(RandomSupport.units(random, 1000, DIMENSION))),
        IntStream.range(0, classes * shots)
            .mapToObj(i ->
                new SupportExample(RandomSupport.unit(random, DIMENSION), i % classes, "e" + i))
            .toList());
  }

  @Benchmark
  public double[] coderAdapter() {
    return coderAdapter.logits(image);
  }

  @Benchmark
  public double[] tipAdapter() {
    return tipAdapter.logits(image);
  }

  @Benchmark
  public double[] gda() {
    return gda.head().logits(image);
  }

  @Benchmark
  public double[] proker() {
    return proker.head().logits(image);
  }

  @Benchmark
  public double[] nearestClassMean() {
    return nearestClassMean.logits(image);
  }

  @Benchmark
  public FewShotFit oneMoreForProKer() {
    return proker.plus(example);
  }

  @Benchmark
  public FewShotFit oneLessForProKer() {
    return proker.minus(1000);
  }

  @Benchmark
  public FewShotFit oneMoreForGda() {
    return gda.plus(example);
  }

  private static void time(String name, Runnable work) {
    long start = System.nanoTime();
    work.run();
    System.out.printf("%s: %.2f s%n", name, (System.nanoTime() - start) / 1e9);
  }

  private static void timeFits(int classes, int shots) {
    Support support = support(classes, shots);
    String size = "%d classes of %d".formatted(classes, shots);
    time("gda, " + size, () -> FewShotHead.of(support, new FewShotMethod.Gda(0.01)));
    time("choice of gda, " + size, () -> Selection.of(FewShotKind.GDA, support));
    if (support.size() <= Selection.MOST_COMPARED) {
      time("proker, " + size, () -> FewShotHead.of(support, new FewShotMethod.ProKer(1, 1.7, 0.1)));
      for (FewShotKind kind : FewShotKind.values()) {
        time("choice of " + kind.id() + ", " + size, () -> Selection.of(kind, support));
      }
    }
    time("auto, " + size, () -> Selection.auto(support));
  }

  public static void main(String[] arguments) throws RunnerException {
    if (arguments.length > 0 && arguments[0].equals("fit")) {
      timeFits(20, 10);
      timeFits(100, 20);
      timeFits(1000, 16);
    } else {
      new Runner(new OptionsBuilder().include(FewShotBenchmark.class.getName()).build()).run();
    }
  }
}
