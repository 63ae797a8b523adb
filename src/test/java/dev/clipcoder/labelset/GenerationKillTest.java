package dev.clipcoder.labelset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.database.TestDatabase;
import dev.clipcoder.encoder.FixedTextEncoder;
import dev.clipcoder.jobs.Job;
import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.testing.LocalChat;
import dev.clipcoder.testing.LocalChat.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that generates texts by a language model that fails at random; the next one goes on. */
class GenerationKillTest {

  private static final int KILLS = 4;

  /** 100 classes, three kinds. */
  private static final int QUESTIONS = 300;

  /** As many as may be under way when the process dies. */
  private static final int CONCURRENCY = 4;

  private static final List<Fault> FAULTS = List.of(
      Fault.MALFORMED_JSON,
      Fault.REFUSAL,
      Fault.HALF_ANSWER,
      Fault.CUT_CONNECTION,
      Fault.TOO_MANY_REQUESTS,
      Fault.SERVER_ERROR,
      Fault.ENDLESS);

  @TempDir
  Path directory;

  private final Random random = new Random(11);

  private synchronized Fault fault() {
    pause();
    return random.nextInt(4) == 0 ? FAULTS.get(random.nextInt(FAULTS.size())) : Fault.NONE;
  }

  /** So that a kill finds something to interrupt. */
  private static void pause() {
    try {
      Thread.sleep(4);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  @Timeout(240)
  void killedAgainAndAgain_asksNothingTwice_andMakesOneVersion()
      throws IOException, InterruptedException {
    DatabaseProperties properties = TestDatabase.SQLITE.empty(directory);
    try (LocalChat chat = new LocalChat(_ -> fault())) {
      String job = begin(properties, chat);
      for (int kill = 1; kill <= KILLS; kill++) {
        killAfter(chat, QUESTIONS * kill / (KILLS + 1));
      }
      int killed = chat.answered().size();
      assertThat(killed).isBetween(QUESTIONS / 2, QUESTIONS - 1);
      try (Service service = new Service(
          properties, new FixedTextEncoder(), "f1", KilledGeneration.llm(chat.baseUrl()))) {
        Job done = service.jobs().await(job, Duration.ofMinutes(2));
        assertThat(done.state()).as(String.valueOf(done.error())).isEqualTo(Job.State.SUCCEEDED);
        assertThat(chat.answered()).hasSize(QUESTIONS);
        int answered =
            chat.answered().values().stream().mapToInt(Integer::intValue).sum();
        // What was answered and not yet stored when the process died is asked once more, and
        // nothing else.
        assertThat(answered).isBetween(QUESTIONS, QUESTIONS + KILLS * CONCURRENCY);
        LabelSetVersion version = service.sets().latest(KilledGeneration.SET);
        assertThat(version.version()).isEqualTo(2);
        assertThat(version.state()).isEqualTo(BuildState.READY);
        everythingOnce(version.definition());
      }
    }
  }

  private static void everythingOnce(LabelSetDefinition definition) {
    Set<String> texts = new HashSet<>();
    for (LabelClass one : definition.classes()) {
      List<String> own = Stream.of(
              one.texts().attribute(), one.texts().analogous(), one.texts().synonym())
          .flatMap(List::stream)
          .toList();
      assertThat(own).as(one.label()).hasSize(12);
      texts.addAll(own);
    }
    assertThat(texts).hasSize(1200);
  }

  private static String begin(DatabaseProperties properties, LocalChat chat)
      throws InterruptedException {
    try (Service service = new Service(
        properties, new FixedTextEncoder(), "f1", KilledGeneration.llm(chat.baseUrl()))) {
      Registration made = service
          .registry()
          .put(KilledGeneration.SET, Definitions.json(KilledGeneration.definition()), null, null);
      assertThat(service.jobs().await(made.jobId(), Duration.ofSeconds(30)).state())
          .isEqualTo(Job.State.SUCCEEDED);
      return service
          .generator()
          .start(KilledGeneration.SET, Definitions.json("{'source':'llm'}"), null)
          .jobId();
    }
  }

  private void killAfter(LocalChat chat, int answers) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            KilledGeneration.class.getName(),
            directory.toString(),
            chat.baseUrl())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    while (process.isAlive() && chat.answered().size() < answers) {
      Thread.sleep(2);
    }
    process.destroyForcibly().waitFor();
    assertThat(process.exitValue()).isNotZero();
  }
}
