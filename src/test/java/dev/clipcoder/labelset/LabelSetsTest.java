package dev.clipcoder.labelset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.database.TestDatabase;
import dev.clipcoder.encoder.FixedTextEncoder;
import dev.clipcoder.jobs.Job;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class LabelSetsTest {

  private static final LabelSetReference PETS = new LabelSetReference("pets", null);

  private final TestDatabase kind;
  private final FixedTextEncoder encoder = new FixedTextEncoder();

  @TempDir
  Path directory;

  private DatabaseProperties properties;
  private Service service;

  LabelSetsTest(TestDatabase kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open() {
    properties = kind.empty(directory);
    service = new Service(properties, encoder, "f1");
  }

  @AfterEach
  void close() {
    encoder.release();
    service.close();
  }

  private void restart(String fingerprint) {
    service.close();
    service = new Service(properties, encoder, fingerprint);
  }

  private Registration put(String json, @Nullable Integer expected) {
    return service.registry().put("pets", Definitions.json(json), null, expected);
  }

  private Registration putAndBuild(String json) throws InterruptedException {
    Registration registration = put(json, null);
    Job job = service.jobs().await(registration.jobId(), Duration.ofSeconds(10));
    assertThat(job.state()).isEqualTo(Job.State.SUCCEEDED);
    return registration;
  }

  private void awaitServed(int version) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> service.sets().serve(PETS).version().version() == version);
  }

  @Test
  void put_isBuiltServedAndReadBack() throws InterruptedException {
    Registration registration = putAndBuild("{'classes':['cat','dog']}");
    assertThat(registration.version()).isEqualTo(1);
    assertThat(registration.isNew()).isTrue();
    ServedLabelSet served = service.sets().serve(PETS);
    assertThat(served.texts().sentences())
        .containsExactly("a photo of a cat.", "a photo of a dog.");
    assertThat(service.store().load(served.texts().sentences())).hasSize(2);
    assertThat(service.sets().get(PETS).definition())
        .isEqualTo(Definitions.of("{'classes':['cat','dog']}"));
  }

  @Test
  void identicalPut_isTheSameVersion() throws InterruptedException {
    Registration first = putAndBuild("{'classes':['cat']}");
    Registration again = put("{'classes':[{'name':'cat','label':'cat'}],'classNorm':false}", null);
    assertThat(again)
        .isEqualTo(new Registration("pets", 1, false, BuildState.READY, first.jobId()));
  }

  @Test
  void oldVersion_servesUntilTheNewOneIsComplete() throws InterruptedException {
    putAndBuild("{'classes':['cat']}");
    encoder.hold();
    Registration second = put("{'classes':['cat','dog']}", null);
    await().until(() -> encoder.encoded().contains("a photo of a dog."));
    assertThat(service.sets().serve(PETS).version().version()).isEqualTo(1);
    assertThat(service.sets().list("", 10))
        .containsExactly(new LabelSetSummary("pets", 2, BuildState.BUILDING, 1));
    assertThatExceptionOfType(LabelSetBuildingException.class)
        .isThrownBy(() -> put("{'classes':['fox']}", null))
        .withMessageContaining(second.jobId());
    assertThatExceptionOfType(LabelSetNotReadyException.class)
        .isThrownBy(() -> service.sets().serve(LabelSetReference.parse("pets@2")));
    encoder.release();
    awaitServed(2);
    assertThat(service.sets().serve(LabelSetReference.parse("pets@1")).texts().texts())
        .hasSize(1);
    assertThat(encoder.encoded()).containsExactly("a photo of a cat.", "a photo of a dog.");
  }

  @Test
  void firstVersion_isNotReadyWhileItIsBuilt() {
    encoder.hold();
    put("{'classes':['cat']}", null);
    assertThatExceptionOfType(LabelSetNotReadyException.class)
        .isThrownBy(() -> service.sets().serve(PETS));
  }

  @Test
  void cancelledBuild_leavesTheOldVersionAndIsRepeatedByAnotherPut() throws InterruptedException {
    putAndBuild("{'classes':['cat']}");
    encoder.hold();
    Registration second = put("{'classes':['dog']}", null);
    await().until(() -> encoder.encoded().contains("a photo of a dog."));
    service.jobs().cancel(second.jobId());
    Job job = service.jobs().await(second.jobId(), Duration.ofSeconds(10));
    assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
    assertThat(service.sets().serve(PETS).version().version()).isEqualTo(1);
    assertThat(service.sets().latest("pets").state()).isEqualTo(BuildState.CANCELLED);
    encoder.release();
    Registration again = putAndBuild("{'classes':['dog']}");
    assertThat(again.version()).isEqualTo(2);
    awaitServed(2);
  }

  @Test
  void failedBuild_isTold() throws InterruptedException {
    encoder.failWith(new IllegalStateException("broken"));
    Registration registration = put("{'classes':['cat']}", null);
    Job job = service.jobs().await(registration.jobId(), Duration.ofSeconds(10));
    assertThat(job.state()).isEqualTo(Job.State.FAILED);
    assertThat(service.sets().latest("pets").state()).isEqualTo(BuildState.FAILED);
    encoder.failWith(null);
    putAndBuild("{'classes':['cat']}");
    assertThat(service.sets().serve(PETS).version().version()).isEqualTo(1);
  }

  @Test
  void restart_encodesNothingAgain() throws InterruptedException {
    putAndBuild("{'classes':['cat']}");
    restart("f1");
    assertThat(service.sets().serve(PETS).version().version()).isEqualTo(1);
    assertThat(encoder.encoded()).containsExactly("a photo of a cat.");
  }

  @Test
  void restartDuringABuild_finishesIt() {
    encoder.hold();
    put("{'classes':['cat']}", null);
    await().until(() -> encoder.encoded().contains("a photo of a cat."));
    restart("f1");
    await().until(() -> encoder.encoded().size() == 2);
    encoder.release();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> service.sets().latest("pets").state() == BuildState.READY);
  }

  @Test
  void anotherModel_buildsAnewAndTheFirstIsStillThere() throws InterruptedException {
    putAndBuild("{'classes':['cat'],'decision':{'threshold':0.5}}");
    restart("f2");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> service.sets().latest("pets").state() == BuildState.READY);
    assertThat(encoder.encoded()).containsExactly("a photo of a cat.", "a photo of a cat.");
    LabelSetVersion version = service.sets().serve(PETS).version();
    assertThat(version.hasStaleThresholds("f2")).isTrue();
    assertThat(version.hasStaleThresholds("f1")).isFalse();
    putAndBuild("{'classes':['cat','dog'],'decision':{'threshold':0.5}}");
    assertThat(service.sets().latest("pets").hasStaleThresholds("f2")).isTrue();
    restart("f1");
    assertThat(service.sets().serve(PETS).version().version()).isEqualTo(1);
    assertThat(encoder.encoded())
        .startsWith("a photo of a cat.", "a photo of a cat.", "a photo of a dog.");
  }

  @Test
  void patch_changesWhatItNamesAndKeepsTheRest() throws InterruptedException {
    putAndBuild(
        "{'domain':'a pet','classes':['cat','dog'],'decision':{'thresholds':{'cat':0.4,'dog':0.5}}}");
    Registration patched = service
        .registry()
        .patch(
            "pets", Definitions.json("{'domain':null,'decision':{'thresholds':{'dog':null}}}"), 1);
    assertThat(patched.version()).isEqualTo(2);
    assertThat(service.sets().latest("pets").definition())
        .isEqualTo(
            Definitions.of("{'classes':['cat','dog'],'decision':{'thresholds':{'cat':0.4}}}"));
  }

  @Test
  void changesAtOnce_thatExpectNoVersion_areNotStale() throws Exception {
    putAndBuild("{'classes':['cat']}");
    List<Callable<Boolean>> changes = IntStream.range(0, 24)
        .mapToObj(i -> (Callable<Boolean>) () -> {
          String text = "{'cat':['text %d']}".formatted(i);
          try {
            service.registry().importTexts("pets", Definitions.json(text), null, null);
            return true;
          } catch (LabelSetBuildingException e) {
            return false;
          }
        })
        .toList();
    int made = 0;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> change : callers.invokeAll(changes)) {
        made += change.get() ? 1 : 0;
      }
    }
    LabelSetVersion latest = service.sets().latest("pets");
    assertThat(latest.version()).isEqualTo(1 + made).isGreaterThan(1);
    assertThat(latest.definition().classes().getFirst().texts().attribute()).hasSize(made);
  }

  @Test
  void staleExpectation_isRefused() throws InterruptedException {
    putAndBuild("{'classes':['cat']}");
    putAndBuild("{'classes':['dog']}");
    assertThatExceptionOfType(StaleLabelSetException.class)
        .isThrownBy(() -> put("{'classes':['fox']}", 1));
    assertThatExceptionOfType(StaleLabelSetException.class)
        .isThrownBy(() -> service.registry().delete("pets", 1));
    assertThat(service.sets().latest("pets").version()).isEqualTo(2);
  }

  @Test
  void versions_areKeptToTen() throws InterruptedException {
    for (int i = 1; i <= 12; i++) {
      putAndBuild("{'classes':['cat %d']}".formatted(i));
    }
    assertThat(service.sets().get(LabelSetReference.parse("pets@3")).version()).isEqualTo(3);
    assertThatExceptionOfType(UnknownLabelSetException.class)
        .isThrownBy(() -> service.sets().get(LabelSetReference.parse("pets@2")))
        .withMessageContaining("the last 10 are kept");
  }

  @Test
  void deletedSet_isGoneAndItsNumbersAreNotUsedAgain() throws InterruptedException {
    putAndBuild("{'classes':['cat']}");
    service.registry().delete("pets", null);
    assertThat(service.sets().list("", 10)).isEmpty();
    assertThatExceptionOfType(UnknownLabelSetException.class)
        .isThrownBy(() -> service.sets().serve(PETS));
    assertThatExceptionOfType(UnknownLabelSetException.class)
        .isThrownBy(() -> service.registry().delete("pets", null));
    assertThat(putAndBuild("{'classes':['cat']}").version()).isEqualTo(2);
  }

  @Test
  void deletedDuringTheBuild_leavesNothing() throws InterruptedException {
    encoder.hold();
    Registration registration = put("{'classes':['cat']}", null);
    service.registry().delete("pets", null);
    encoder.release();
    service.jobs().await(registration.jobId(), Duration.ofSeconds(10));
    assertThat(service.sets().list("", 10)).isEmpty();
  }

  @Test
  void list_goesOnAfterAnId() {
    for (String id : List.of("b", "a", "c")) {
      service.registry().put(id, Definitions.json("{'classes':['cat']}"), null, null);
    }
    assertThat(service.sets().list("a", 1)).extracting(LabelSetSummary::id).containsExactly("b");
  }
}
