package dev.clipcoder.coder;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.embedding.EmbeddingMatrix;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
 * Scoring one image against 1,000 classes of 30 texts (1 name, 19 attributes, 6 analogous, 4 synonyms) at 512
 * dimensions on one thread: the collapsed head beside the naive full bank.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) dev.clipcoder.coder.ScoringBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ScoringBenchmark {

  private static final int CLASSES = 1000;
  private static final int TEXTS = 30;
  private static final int DIMENSION = 512;

  private final EmbeddingMatrix bank = bank();
  private final TextBankLayout layout = layout();
  private final TextWeights weights = TextWeights.of(bank, layout, CoderOptions.DEFAULT);
  private final ClassScorer collapsedHead = CollapsedHead.of(bank, layout, weights);
  private final ClassScorer fullBank = new FullBankScorer(bank, layout, weights);
  private final Embedding image = Embedding.ofUnit(RandomSet.unit(new Random(2), DIMENSION));

  private static EmbeddingMatrix bank() {
    Random random = new Random(1);
    EmbeddingMatrix.Builder rows = EmbeddingMatrix.builder(CLASSES * TEXTS, DIMENSION);
    for (int row = 0; row < CLASSES * TEXTS; row++) {
      rows.add(Embedding.ofUnit(RandomSet.unit(random, DIMENSION)));
    }
    return rows.build();
  }

  private static TextBankLayout layout() {
    TextBankLayout.Builder layout = TextBankLayout.builder();
    for (int c = 0; c < CLASSES; c++) {
      layout.addClass(1, 19, 6, 4);
    }
    return layout.build();
  }

  @Benchmark
  public double[] collapsedHead() {
    return collapsedHead.scores(image);
  }

  @Benchmark
  public double[] naiveFullBank() {
    return fullBank.scores(image);
  }

  public static void main(String[] arguments) throws RunnerException {
    new Runner(new OptionsBuilder().include(ScoringBenchmark.class.getName()).build()).run();
  }
}
