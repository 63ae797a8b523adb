package dev.clipcoder.labelset;

import static dev.clipcoder.testing.KilledProcess.END;

import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.encoder.Deadline;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.encoder.FixedTextEncoder;
import dev.clipcoder.encoder.TextEncoder;
import dev.clipcoder.encoder.Urgency;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A process that registers and replaces label sets until it is killed, and prints what was acknowledged. */
final class KilledService {

  private KilledService() {}

  /** What round {@code round} says about a set: 200 texts of its own. */
  static String definition(int round) {
    String texts = IntStream.range(0, 200)
        .mapToObj("'round %d text %%d'".formatted(round)::formatted)
        .collect(Collectors.joining(","));
    return "{'classes':[{'label':'cat','texts':{'attribute':[%s]}}]}".formatted(texts);
  }

  /** Takes a while, so that the end comes in the middle. */
  private static final class SlowEncoder implements TextEncoder {

    private final FixedTextEncoder encoder = new FixedTextEncoder();

    @Override
    public CompletableFuture<List<EncodedText>> encode(
        List<String> texts, Deadline deadline, Urgency urgency) {
      return CompletableFuture.supplyAsync(
          () -> encoder.encode(texts, deadline, urgency).join(),
          CompletableFuture.delayedExecutor(40, TimeUnit.MILLISECONDS));
    }
  }

  /**
   * Runs until it is killed.
   *
   * @param arguments address of the database, data directory, round
   */
  public static void main(String[] arguments) throws InterruptedException {
    int round = Integer.parseInt(arguments[2]);
    try (Service service = new Service(
        new DatabaseProperties(arguments[0], Path.of(arguments[1])), new SlowEncoder(), "f1")) {
      while (true) {
        for (int set = 0; set < 4; set++) {
          try {
            Registration registration = service
                .registry()
                .put("set-" + set, Definitions.json(definition(round)), null, null);
            System.out.printf(
                "%s %d %d %s%n", registration.id(), registration.version(), round, END);
          } catch (LabelSetBuildingException e) {
            Thread.sleep(5);
          }
        }
      }
    }
  }
}
