package dev.clipcoder.labelset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.database.OldDatabase;
import dev.clipcoder.database.TestDatabase;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.encoder.FixedEmbeddings;
import dev.clipcoder.encoder.FixedTextEncoder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What serves after an upgrade: of the service, and of the checkpoint. */
class UpgradedSetsTest {

  private static final LabelSetReference PETS = LabelSetReference.parse("pets");

  @TempDir
  Path directory;

  @ParameterizedTest(name = "{0} of schema {1}")
  @CsvSource({
    "SQLITE, 3", "SQLITE, 4", "SQLITE, 5", "SQLITE, 6",
    "POSTGRES, 3", "POSTGRES, 4", "POSTGRES, 5", "POSTGRES, 6"
  })
  void setsOfAnEarlierSchema_serveAtOnceAndEncodeNothing(TestDatabase kind, int version) {
    FixedTextEncoder encoder = new FixedTextEncoder();
    try (Service service = new Service(OldDatabase.of(kind, directory, version), encoder, "f1")) {
      ServedLabelSet pets = service.sets().serve(PETS);
      assertThat(pets.version().version()).isEqualTo(2);
      assertThat(service.store().load(pets.texts().sentences()))
          .extracting(EncodedText::embedding)
          .extracting(Embedding::toArray)
          .contains(FixedEmbeddings.of("whiskers").toArray());
      assertThat(
              service.sets().serve(LabelSetReference.parse("pets@1")).version().version())
          .isEqualTo(1);
      assertThat(service.sets().unready(10)).isEmpty();
      assertThat(encoder.encoded()).isEmpty();
      Registration next = service
          .registry()
          .put("pets", Definitions.json("{'classes':['cat','dog','cow']}"), null, null);
      assertThat(next.version()).isEqualTo(3);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> service.sets().latest("pets").state() == BuildState.READY);
      assertThat(encoder.encoded()).containsExactly("a photo of a cow.");
    }
  }

  /** The way to another checkpoint: a second service over the same database, to which traffic goes when it is ready. */
  @Test
  void secondCheckpoint_listsWhatIsNotReadyAndThenNothing_whileTheFirstServes() {
    DatabaseProperties properties = OldDatabase.of(TestDatabase.POSTGRES, directory, 6);
    FixedTextEncoder other = new FixedTextEncoder();
    other.hold();
    try (Service first = new Service(properties, new FixedTextEncoder(), "f1");
        Service second = new Service(properties, other, "f2")) {
      assertThat(second.sets().unready(10)).extracting(UnreadySet::id).containsExactly("pets");
      assertThat(first.sets().unready(10)).isEmpty();
      assertThat(first.sets().serve(PETS).version().version()).isEqualTo(2);
      await().atMost(Duration.ofSeconds(20)).until(() -> !other.heldBack().isEmpty());
      other.release();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> second.sets().unready(10).isEmpty());
      assertThat(second.sets().serve(PETS).version().version()).isEqualTo(2);
      assertThat(first.sets().serve(PETS).version().version()).isEqualTo(2);
    }
  }
}
