package dev.clipcoder.security;

import dev.clipcoder.security.AccessProperties.KeySetting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What the check of one key costs a request, by how many keys there are.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) dev.clipcoder.security.ApiKeysBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ApiKeysBenchmark {

  @Param({"3", "1000"})
  public int count;

  private ApiKeys keys = keys(1);
  private String sent = "";

  @Setup
  public void make() {
    keys.close();
    keys = keys(count);
    sent = "%064d".formatted(count / 2);
  }

  @TearDown
  public void close() {
    keys.close();
  }

  @Benchmark
  public boolean find() {
    Optional<ApiKey> key = keys.find(sent);
    return key.isPresent();
  }

  private static ApiKeys keys(int count) {
    List<KeySetting> settings = IntStream.range(0, count)
        .mapToObj(i -> new KeySetting("k" + i, "%064d".formatted(i), null, Set.of(Role.CLASSIFY)))
        .toList();
    return new ApiKeys(
        new AccessProperties(settings, null, Duration.ofSeconds(2), false, List.of()));
  }

  static void main() throws RunnerException {
    new Runner(
            new OptionsBuilder().include(ApiKeysBenchmark.class.getSimpleName()).build())
        .run();
  }
}
