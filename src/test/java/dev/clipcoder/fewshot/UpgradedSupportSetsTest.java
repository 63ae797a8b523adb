package dev.clipcoder.fewshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.database.OldDatabase;
import dev.clipcoder.database.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Support sets of an earlier schema answer after the upgrade, with their examples and the method that was chosen. */
class UpgradedSupportSetsTest {

  @TempDir
  Path directory;

  @ParameterizedTest(name = "{0} of schema {1}")
  @CsvSource({"SQLITE, 5", "SQLITE, 6", "POSTGRES, 5", "POSTGRES, 6"})
  void examplesOfAnEarlierSchema_answer(TestDatabase kind, int version) {
    try (Service service = new Service(OldDatabase.of(kind, directory, version), "f1")) {
      FittedSet head = service.head("mine");
      assertThat(head.used())
          .extracting(FittedSet.UsedExample::label)
          .containsExactly("cat", "dog");
      assertThat(head.set().version()).isEqualTo(4);
      assertThat(service.sets().unready(10)).isEmpty();
      assertThat(service.teach("mine", "dog", "hound").set().version()).isEqualTo(5);
    }
  }
}
