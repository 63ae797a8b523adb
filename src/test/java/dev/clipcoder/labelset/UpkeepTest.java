package dev.clipcoder.labelset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.database.TestDatabase;
import dev.clipcoder.encoder.FixedTextEncoder;
import dev.clipcoder.jobs.Job;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept beside the versions: pairs that met, where texts come from, embeddings that are still needed. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class UpkeepTest {

  private static final LabelSetReference PETS = new LabelSetReference("pets", null);
  private static final LabelPair CAT_DOG = LabelPair.of("dog", "cat");

  private final TestDatabase kind;
  private final FixedTextEncoder encoder = new FixedTextEncoder();

  @TempDir
  Path directory;

  private DatabaseProperties properties;
  private Service service;

  UpkeepTest(TestDatabase kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open() {
    properties = kind.empty(directory);
    service = new Service(properties, encoder, "f1");
  }

  @AfterEach
  void close() {
    service.close();
  }

  private void restart(String fingerprint) {
    service.close();
    service = new Service(properties, encoder, fingerprint);
  }

  private void put(String id, String json) throws InterruptedException {
    built(service.registry().put(id, Definitions.json(json), null, null));
  }

  private void built(Registration registration) throws InterruptedException {
    Job job = service.jobs().await(registration.jobId(), Duration.ofSeconds(10));
    assertThat(job.state()).isEqualTo(Job.State.SUCCEEDED);
  }

  @Test
  void pairs_areCountedOverRestartsUntilTheyHaveTexts() throws InterruptedException {
    put(
        "pets",
        "{'classes':['cat','dog','fox'],'oneToOne':[{'label':'dog','other':'cat','texts':['x']}]}");
    service.meetings().met("pets", List.of(CAT_DOG, LabelPair.of("fox", "cat"), CAT_DOG));
    service.meetings().met("pets", List.of(LabelPair.of("gone", "cat")));
    service.meetings().met("nobody", List.of(CAT_DOG));
    restart("f1");
    service.meetings().met("pets", List.of(CAT_DOG));
    assertThat(service.pairs().missing(PETS).pairs())
        .extracting(
            PairCoverage::label,
            PairCoverage::other,
            PairCoverage::texts,
            PairCoverage::otherTexts,
            PairCoverage::met)
        .containsExactly(tuple("cat", "dog", 0, 1, 3L), tuple("cat", "fox", 0, 0, 1L));
    built(service
        .registry()
        .importTexts(
            "pets",
            Definitions.json("{'oneToOne':[{'label':'cat','other':'dog','texts':['a','b']}]}"),
            null,
            1)
        .registration());
    LabelSetReference second = LabelSetReference.parse("pets@2");
    assertThat(service.pairs().missing(second).pairs())
        .extracting(PairCoverage::other)
        .containsExactly("fox");
    assertThat(service.pairs().withTexts(second).pairs())
        .extracting(
            PairCoverage::label, PairCoverage::texts, PairCoverage::otherTexts, PairCoverage::met)
        .containsExactly(tuple("cat", 2, 1, 3L));
    service.registry().delete("pets", null);
    put("pets", "{'classes':['cat','dog']}");
    assertThat(service.pairs().missing(PETS).pairs()).isEmpty();
  }

  @Test
  void pairs_takeBoundedRoom() throws InterruptedException {
    put("pets", "{'classes':['cat']}");
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (PairMeetings meetings = new PairMeetings(service.database(), Clock.systemUTC(), meters)) {
      meetings.met(
          "pets",
          IntStream.range(0, PairMeetings.MOST_PENDING + 5)
              .mapToObj(i -> LabelPair.of("cat", "label " + i))
              .toList());
      assertThat(meters.get("clipcoder.rerank.pairs.uncounted").counter().count())
          .isEqualTo(5);
      meetings.met("pets", List.of(LabelPair.of("cat", "label 7")));
      meetings.write();
      assertThat(meetings.of("pets"))
          .hasSize(PairRepository.KEPT)
          .containsKey(LabelPair.of("cat", "label 7"));
    }
  }

  @Test
  void pairs_thatCannotBeWritten_areWrittenLater() throws InterruptedException {
    put("pets", "{'classes':['cat','dog']}");
    service.meetings().met("pets", List.of(CAT_DOG));
    service
        .database()
        .write(sql -> sql.sql("ALTER TABLE label_set_pair RENAME TO away").update());
    assertThatException().isThrownBy(() -> service.meetings().write());
    service
        .database()
        .write(sql -> sql.sql("ALTER TABLE away RENAME TO label_set_pair").update());
    restart("f1");
    assertThat(service.meetings().of("pets").values())
        .extracting(PairMeeting::pair, PairMeeting::met)
        .containsExactly(tuple(CAT_DOG, 1L));
  }

  @Test
  void provenance_isOfTheVersionThatBroughtTheText() throws InterruptedException {
    put("pets", "{'classes':[{'label':'cat','texts':{'attribute':['a']}},'dog']}");
    built(service
        .registry()
        .importTexts(
            "pets",
            Definitions.json("{'classes':[{'label':'cat','texts':{'attribute':['b','a']}}]}"),
            null,
            null)
        .registration());
    built(service
        .registry()
        .importTexts("pets", Definitions.json("{'dog':['c'],'cat':['b']}"), null, null)
        .registration());
    put(
        "pets",
        "{'classes':[{'label':'cat','texts':{'attribute':['d','b','a'],'analogous':['b']}}]}");
    restart("f1");
    assertThat(sources("pets@3"))
        .containsExactly(
            "cat user",
            "cat which has a user",
            "cat which has b import",
            "dog user",
            "dog which has c descriptor-file");
    assertThat(sources("pets@4"))
        .containsExactly(
            "cat user",
            "cat which has d user",
            "cat which has b import",
            "cat which has a user",
            "a cat similar to b. user");
    Provenance first = service.sets().get(LabelSetReference.parse("pets@1")).provenance();
    Provenance last = service.sets().get(LabelSetReference.parse("pets@4")).provenance();
    assertThat(last.origin(0)).isEqualTo(first.origin(0));
    assertThat(last.origin(1).at()).isAfter(first.origin(0).at());
  }

  private List<String> sources(String reference) {
    ServedLabelSet set = service.sets().serve(LabelSetReference.parse(reference));
    return set.texts().texts().stream()
        .map(text -> text.text().replace("a photo of a ", "").replaceAll("^(\\w+)\\.$", "$1") + " "
            + set.version().provenance().origin(text.said()).source())
        .toList();
  }

  @Test
  void versionWithoutProvenance_isTheUsers() throws InterruptedException {
    put("pets", "{'classes':['cat']}");
    service
        .database()
        .write(sql -> sql.sql("UPDATE label_set_version SET provenance = NULL").update());
    LabelSetVersion version = service.sets().get(PETS);
    assertThat(version.provenance().origin(0)).isEqualTo(new Origin("user", version.createdAt()));
  }

  @Test
  void cleaning_deletesWhatNoVersionNeeds() throws InterruptedException {
    put("pets", "{'classes':['cat','dog']}");
    put("wild", "{'classes':['cat','fox']}");
    restart("f2");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> service.sets().unready(10).isEmpty());
    service.registry().delete("wild", null);
    Duration keep = Duration.ofDays(30);
    assertThat(service.upkeep(keep, Duration.ofDays(29)).clean()).isZero();
    assertThat(service.upkeep(keep, Duration.ofDays(31)).clean()).isEqualTo(2);
    assertThat(service.store().load(List.of("a photo of a cat.", "a photo of a dog.")))
        .hasSize(2);
    restart("f1");
    assertThat(service.store().load(List.of("a photo of a cat.", "a photo of a dog.")))
        .hasSize(2);
    assertThat(service.store().find(List.of("a photo of a fox.")).join()).isEmpty();
  }

  @Test
  void build_marksWhatItFinds_beforeItIsCleaned() throws InterruptedException {
    put("pets", "{'classes':['cat']}");
    service.registry().delete("pets", null);
    service
        .database()
        .write(sql -> sql.sql("UPDATE text_embedding SET last_used = 0").update());
    put("other", "{'classes':['cat']}");
    assertThat(service.store().deleteUnused(System.currentTimeMillis() - 60_000))
        .isZero();
    assertThat(encoder.encoded()).containsExactly("a photo of a cat.");
  }
}
