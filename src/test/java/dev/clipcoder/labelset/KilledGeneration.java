package dev.clipcoder.labelset;

import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.encoder.FixedTextEncoder;
import dev.clipcoder.textgen.LlmProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.util.unit.DataSize;

/** A process that goes on with what it finds until it is killed. */
final class KilledGeneration {

  static final String SET = "hundred";

  private KilledGeneration() {}

  static String definition() {
    String classes = IntStream.range(0, 100)
        .mapToObj("'thing number %d'"::formatted)
        .collect(Collectors.joining(","));
    return "{'classes':[%s]}".formatted(classes);
  }

  static LlmProperties llm(String baseUrl) {
    return new LlmProperties(
        baseUrl,
        "local",
        "",
        "English",
        Duration.ofSeconds(15),
        4,
        0,
        0,
        1000,
        DataSize.ofKilobytes(64),
        40,
        Duration.ofMillis(5),
        Duration.ofMillis(50),
        Duration.ofDays(180));
  }

  /**
   * Runs until it is killed.
   *
   * @param arguments data directory, address of the language model
   */
  public static void main(String[] arguments) throws InterruptedException {
    DatabaseProperties properties = new DatabaseProperties("", Path.of(arguments[0]));
    try (Service _ = new Service(properties, new FixedTextEncoder(), "f1", llm(arguments[1]))) {
      System.out.println("up");
      Thread.sleep(Duration.ofMinutes(5));
    }
  }
}
