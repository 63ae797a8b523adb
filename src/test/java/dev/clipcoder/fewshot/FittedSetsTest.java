package dev.clipcoder.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.coder.fewshot.FewShotFit;
import dev.clipcoder.coder.fewshot.FewShotHead;
import dev.clipcoder.coder.fewshot.FewShotMethod;
import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.database.TestDatabase;
import dev.clipcoder.encoder.FixedEmbeddings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Heads follow their examples, keep what was chosen, and survive restarts and other checkpoints. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class FittedSetsTest {

  private static final String OWN = "{'labels':['ripe','unripe']}";

  private final TestDatabase kind;

  @TempDir
  Path directory;

  private DatabaseProperties properties;
  private Service service;

  FittedSetsTest(TestDatabase kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open() {
    properties = kind.empty(directory);
    service = new Service(properties, "f1");
  }

  @AfterEach
  void close() {
    service.close();
  }

  private void restart(String fingerprint) {
    service.close();
    service = new Service(properties, fingerprint);
  }

  private static String[] words(String prefix, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> prefix + i).toArray(String[]::new);
  }

  private FittedSet upToDate(String id) {
    int version = service.sets().get(id).version();
    await().atMost(Duration.ofSeconds(20)).until(() -> {
      FittedSet head = service.head(id);
      return head.set().version() == version;
    });
    return service.head(id);
  }

  @Test
  void manyExamples_areFittedByTheMethodThatWasChosenUntilManyMoreCame() {
    service.put("fruit", OWN);
    service.teach("fruit", "ripe", words("red", 0, 110));
    service.teach("fruit", "unripe", words("green", 0, 110));
    FittedSet first = upToDate("fruit");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> service.head("fruit").choice().version()
            == service.sets().get("fruit").version());
    int chosenOn = service.head("fruit").choice().version();
    service.teach("fruit", "ripe", "one more");
    FittedSet second = upToDate("fruit");
    assertThat(second.choice().version()).isEqualTo(chosenOn);
    assertThat(second.used())
        .hasSize(221)
        .startsWith(first.used().toArray(FittedSet.UsedExample[]::new));
    restart("f1");
    assertThat(service.head("fruit").choice().version()).isEqualTo(chosenOn);
    assertThat(service.head("fruit").choice()).isEqualTo(second.choice());
    service.teach("fruit", "ripe", words("dark red", 0, 20));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> service.head("fruit").choice().version() > chosenOn);
  }

  @Test
  void changedHead_equalsOneFittedFromNothing() {
    service.put("fruit", "{'labels':['ripe','unripe'],'method':'proker'}");
    service.teach("fruit", "ripe", words("red", 0, 120));
    service.teach("fruit", "unripe", words("green", 0, 120));
    upToDate("fruit");
    service.teach("fruit", "ripe", "one more");
    upToDate("fruit");
    service.examples().remove("fruit", Service.example("ripe", "red3", null).id(), null);
    service.teach("fruit", "unripe", "red7");
    FittedSet changed = upToDate("fruit");
    assertThat(changed.fit().method()).isInstanceOf(FewShotMethod.ProKer.class);
    FewShotHead anew =
        FewShotFit.of(changed.fit().support(), changed.fit().method()).head();
    for (String word : List.of("red1", "green5", "one more", "red7", "elsewhere")) {
      List<Double> logits = Service.logits(changed, FixedEmbeddings.of(word));
      double[] expected = anew.logits(FixedEmbeddings.of(word));
      for (int c = 0; c < expected.length; c++) {
        assertThat(logits.get(c)).isCloseTo(expected[c], within(1e-6));
      }
    }
    List<String> ids = new ArrayList<>();
    for (int place = 0; place < changed.used().size(); place++) {
      ids.add(changed.fit().support().example(place).group());
    }
    assertThat(changed.used().stream().map(FittedSet.UsedExample::id)).isEqualTo(ids);
  }

  @Test
  void otherClasses_areInTheFirstAnswerAfterThem() {
    service.put("fruit", OWN);
    service.teach("fruit", "ripe", words("red", 0, 40));
    service.teach("fruit", "unripe", words("green", 0, 40));
    upToDate("fruit");
    for (int i = 0; i < 5; i++) {
      service.put("fruit", "{'labels':['ripe','unripe','rotten%d']}".formatted(i));
      SupportSet set = service.sets().get("fruit");
      FittedSet stale = service.heads().present(set);
      assertThat(stale)
          .isNotNull()
          .satisfies(head -> assertThat(service.heads().isCurrent(head, set)).isFalse());

      FittedSet head = service.head("fruit");

      assertThat(head.classes().version().definition().classes().getLast().label())
          .isEqualTo("rotten" + i);
      assertThat(service.heads().isCurrent(head, set)).isTrue();
    }
  }

  @Test
  void restart_keepsExamplesAndChoice() {
    service.put("fruit", OWN);
    service.teach("fruit", "ripe", words("red", 0, 4));
    service.teach("fruit", "unripe", words("green", 0, 4));
    FittedSet before = upToDate("fruit");
    restart("f1");
    FittedSet after = service.head("fruit");
    assertThat(after.choice()).isEqualTo(before.choice());
    assertThat(after.used()).isEqualTo(before.used());
    assertThat(Service.logits(after, FixedEmbeddings.of("red1")))
        .isEqualTo(Service.logits(before, FixedEmbeddings.of("red1")));
  }

  @Test
  void anotherCheckpoint_encodesOriginalsAndTellsWhatIsLost() {
    service.put("fruit", "{'labels':['ripe','unripe'],'keep':'originals'}");
    service.teachKeeping("fruit", "ripe", words("red", 0, 20));
    service.teachKeeping("fruit", "unripe", words("green", 0, 20));
    service.teach("fruit", "ripe", "lost");
    service.put("gone", OWN);
    service.teach("gone", "ripe", "lost too");
    restart("f2");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> service.sets().unready(10).stream()
                .mapToInt(UnreadySupportSet::originals)
                .sum()
            == 0);
    assertThat(service.sets().unready(10))
        .extracting(UnreadySupportSet::id, UnreadySupportSet::examples, UnreadySupportSet::missing)
        .containsExactly(tuple("fruit", 41, 1), tuple("gone", 1, 1));
    FittedSet head = upToDate("fruit");
    assertThat(head.used()).hasSize(40);
    assertThat(head.missing()).isEqualTo(1);
    assertThatExceptionOfType(SupportSetNotReadyException.class)
        .isThrownBy(() -> service.head("gone"))
        .withMessageContaining("Upload them again");
    AddedExamples again = service.teach("gone", "ripe", "lost too");
    assertThat(again.outcomes().getFirst().status()).isEqualTo(ExampleOutcome.Status.ENCODED);
    assertThat(upToDate("gone").used()).hasSize(1);
    restart("f1");
    assertThat(service.head("fruit").used()).hasSize(41);
  }

  @Test
  void deletedSet_leavesNothing() {
    service.put("fruit", "{'labels':['ripe','unripe'],'keep':'originals'}");
    service.teachKeeping("fruit", "ripe", words("red", 0, 600));
    service.teachKeeping("fruit", "unripe", "green");
    upToDate("fruit");
    service.sets().delete("fruit", null);
    for (String table :
        List.of("support_example", "support_embedding", "support_picture", "support_choice")) {
      Integer rows = service
          .database()
          .read(sql ->
              sql.sql("SELECT COUNT(*) FROM " + table).query(Integer.class).single());
      assertThat(rows).as(table).isZero();
    }
  }

  @Test
  void tooMany_areRefusedAndNothingOfTheRequestIsAdded() {
    service.put("fruit", OWN);
    for (int i = 0; i < 10; i++) {
      service.teach("fruit", "ripe", words("r" + i + "-", 0, 99));
    }
    assertThatExceptionOfType(TooManySupportExamplesException.class)
        .isThrownBy(() -> service.teach("fruit", "ripe", words("more", 0, 11)))
        .withMessageContaining("at most 1000");
    assertThat(service.sets().get("fruit").examples()).isEqualTo(990);
  }

  @Test
  void keptPictures_haveALimit() {
    service.put("fruit", OWN);
    KeptPicture large = new KeptPicture(Keep.ORIGINALS, new byte[600_000]);
    NewExample first = new NewExample("a".repeat(64), "ripe", FixedEmbeddings.of("a"), large);
    NewExample second = new NewExample("b".repeat(64), "ripe", FixedEmbeddings.of("b"), large);
    service.examples().add("fruit", List.of(first), null);
    assertThatExceptionOfType(TooManySupportExamplesException.class)
        .isThrownBy(() -> service.examples().add("fruit", List.of(second), null));
    service.examples().remove("fruit", first.id(), null);
    assertThat(service.sets().get("fruit").keptBytes()).isZero();
    service.examples().add("fruit", List.of(second), null);
  }

  @Test
  void nearDuplicates_areToldAcrossAndWithinRequests() {
    service.put("fruit", OWN);
    service.teach("fruit", "ripe", "red");
    NewExample same = new NewExample("c".repeat(64), "unripe", FixedEmbeddings.of("red"), null);
    NewExample other = new NewExample("d".repeat(64), "unripe", FixedEmbeddings.of("blue"), null);
    NewExample otherAgain =
        new NewExample("e".repeat(64), "unripe", FixedEmbeddings.of("blue"), null);
    AddedExamples added = service.examples().add("fruit", List.of(same, other, otherAgain), null);
    assertThat(added.outcomes().stream()
            .map(outcome -> outcome.near() == null ? "" : outcome.near().id()))
        .containsExactly(Service.example("ripe", "red", null).id(), "", "d".repeat(64));
  }
}
