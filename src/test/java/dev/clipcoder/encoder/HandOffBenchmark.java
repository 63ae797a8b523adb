package dev.clipcoder.encoder;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.model.Tokens;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What batching costs beside the towers: a request's items into the queue, out of it as batches, and their futures
 * completed, on one thread.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) org.openjdk.jmh.Main HandOffBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HandOffBenchmark {

  private static final int MAX_BATCH = 16;

  @Param({"1", "16", "256"})
  private int items;

  private final WorkQueue queue = new WorkQueue(BatchSizes.upTo(MAX_BATCH), 1, 0, () -> 0);
  private final Encoded answer = new Encoded(Embedding.ofUnit(new float[] {1}), 0, 0);
  private final WorkItem.Text text = new WorkItem.Text(new Tokens(new long[8], 7, 8));

  /** Returns how many batches it took. */
  @Benchmark
  public int handOver() throws InterruptedException {
    List<WorkItem.Encoding> request = IntStream.range(0, items)
        .mapToObj(_ -> WorkItem.of(text, Deadline.NONE, Urgency.INTERACTIVE))
        .toList();
    if (!queue.offer(request)) {
      throw new IllegalStateException("The queue is closed");
    }
    int batches = 0;
    for (int done = 0; done < items; batches++) {
      WorkQueue.Batch batch = queue.take(true);
      for (WorkItem item : batch.items()) {
        ((WorkItem.Encoding) item).result().complete(answer);
      }
      done += batch.items().size();
      batch.close();
    }
    return batches + Objects.hashCode(request.getLast().result().join());
  }
}
