package dev.clipcoder.labelset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.database.TestDatabase;
import dev.clipcoder.encoder.FixedTextEncoder;
import dev.clipcoder.jobs.Job;
import dev.clipcoder.labelset.LabelSetDefinition.Pair;
import dev.clipcoder.testing.LocalChat;
import dev.clipcoder.testing.LocalChat.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
@Timeout(120)
class GenerationTest {

  private final TestDatabase kind;

  @TempDir
  Path directory;

  /** The language model answers when this is zero. */
  private final CountDownLatch held = new CountDownLatch(1);

  private LocalChat chat;
  private DatabaseProperties properties;
  private Service service;

  GenerationTest(TestDatabase kind) {
    this.kind = kind;
  }

  @BeforeEach
  void begin() {
    chat = new LocalChat(_ -> {
      try {
        held.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Fault.NONE;
    });
    properties = kind.empty(directory);
    open();
  }

  private void open() {
    service =
        new Service(properties, new FixedTextEncoder(), "f1", KilledGeneration.llm(chat.baseUrl()));
  }

  @AfterEach
  void end() {
    held.countDown();
    service.close();
    chat.close();
  }

  private void put(String id, String json) throws InterruptedException {
    Registration made = service.registry().put(id, Definitions.json(json), null, null);
    assertThat(service.jobs().await(made.jobId(), Duration.ofSeconds(30)).state())
        .isEqualTo(Job.State.SUCCEEDED);
  }

  private TextGenerationStatus start(String id, String json) {
    return service.generator().start(id, Definitions.json(json), null);
  }

  private Job finish(TextGenerationStatus generation) throws InterruptedException {
    return service.jobs().await(generation.jobId(), Duration.ofMinutes(1));
  }

  private LabelSetVersion latest(String id) {
    return service.sets().latest(id);
  }

  @Test
  void missingPairs_areThoseThatMet() throws InterruptedException {
    put("dogs", "{'classes':['pug','keeshond','beagle','qwrtzpl']}");
    service.meetings().met("dogs", List.of(LabelPair.of("pug", "keeshond")));
    service.meetings().met("dogs", List.of(LabelPair.of("pug", "qwrtzpl")));
    assertThat(service.pairs().missing(LabelSetReference.parse("dogs")).pairs()).hasSize(2);
    Job job = finish(start("dogs", "{'kinds':[],'pairs':'missing'}"));
    assertThat(job.state()).as(String.valueOf(job.error())).isEqualTo(Job.State.SUCCEEDED);
    LabelSetDefinition definition = latest("dogs").definition();
    assertThat(definition.oneToOne())
        .extracting(Pair::label, Pair::other)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("pug", "keeshond"),
            org.assertj.core.groups.Tuple.tuple("keeshond", "pug"));
    assertThat(definition.classes()).allMatch(one -> one.texts().attribute().isEmpty());
    assertThat(service.pairs().missing(LabelSetReference.parse("dogs")).pairs())
        .extracting(PairCoverage::other)
        .containsExactly("qwrtzpl");
  }

  @Test
  void changeMeanwhile_isKept_andTheTextsAreAddedToIt() throws InterruptedException {
    put("pets", "{'classes':['cat','dog','fox']}");
    TextGenerationStatus generation = start("pets", "{'source':'llm','kinds':['attribute']}");
    await().until(() -> chat.calls() > 0);
    put("pets", "{'classes':['cat',{'label':'dog','name':'big dog'},'wolf'],'domain':'a pet'}");
    held.countDown();
    assertThat(finish(generation).state()).isEqualTo(Job.State.SUCCEEDED);
    LabelSetVersion version = latest("pets");
    assertThat(version.version()).isEqualTo(3);
    assertThat(version.definition().domain()).isEqualTo("a pet");
    assertThat(version.definition().classes().get(0).texts().attribute()).isNotEmpty();
    // Another name is another thing, and what has gone stays away.
    assertThat(version.definition().classes().get(1).texts().attribute()).isEmpty();
    assertThat(version.definition().classes())
        .extracting(LabelSetDefinition.LabelClass::label)
        .containsExactly("cat", "dog", "wolf");
  }

  private long number(String query, String job) {
    return service
        .database()
        .read(sql -> sql.sql(query.formatted(job)).query(Long.class).single());
  }

  @Test
  void buildsOfOtherSets_doNotWaitForALanguageModel() throws InterruptedException {
    put("pets", "{'classes':['cat','dog']}");
    TextGenerationStatus generation = start("pets", "{'source':'llm'}");
    await().until(() -> chat.calls() > 0);
    // The build of what comes of it is foreseen while the first questions are open.
    assertThat(number("SELECT later_millis FROM job WHERE id = '%s'", generation.jobId()))
        .isPositive();
    put("cars", "{'classes':['car','bus']}");
    assertThat(service.jobs().get(generation.jobId()).state()).isEqualTo(Job.State.RUNNING);
    held.countDown();
    assertThat(finish(generation).state()).isEqualTo(Job.State.SUCCEEDED);
  }

  @Test
  void oneGenerationAtATime_andACancelledOneLeavesTheSetAsItWas() throws InterruptedException {
    put("pets", "{'classes':['cat','dog']}");
    TextGenerationStatus generation = start("pets", "{'source':'llm'}");
    await().until(() -> chat.calls() > 0);
    assertThatThrownBy(() -> start("pets", "{}"))
        .isInstanceOf(LabelSetGeneratingException.class)
        .hasMessageContaining(generation.jobId());
    var _ = service.jobs().cancel(generation.jobId());
    assertThat(finish(generation).state()).isEqualTo(Job.State.CANCELLED);
    assertThat(latest("pets").version()).isEqualTo(1);
    held.countDown();
    assertThat(finish(start("pets", "{}")).state()).isEqualTo(Job.State.SUCCEEDED);
  }

  @Test
  void deletedSet_cancelsItsGeneration() throws InterruptedException {
    put("pets", "{'classes':['cat','dog']}");
    TextGenerationStatus generation = start("pets", "{'source':'llm'}");
    await().until(() -> chat.calls() > 0);
    service.registry().delete("pets", null);
    assertThat(finish(generation).state()).isEqualTo(Job.State.CANCELLED);
    assertThatThrownBy(() -> latest("pets")).isInstanceOf(UnknownLabelSetException.class);
  }

  @Test
  void restart_goesOn_andEveryTextTellsWhereItComesFrom() throws InterruptedException {
    put("pets", "{'classes':['cat','dog']}");
    TextGenerationStatus generation =
        start("pets", "{'source':'llm','perClass':6,'pairs':{'nearest':1}}");
    await().until(() -> chat.calls() > 0);
    service.close();
    held.countDown();
    open();
    Job job = finish(generation);
    assertThat(job.state()).as(String.valueOf(job.error())).isEqualTo(Job.State.SUCCEEDED);
    assertThat(chat.answered()).hasSize(2 * 3 + 2);
    // A call takes 30 tokens; those that the first process asked and got no answer to are counted
    // nowhere.
    String spent = "SELECT tokens FROM text_generation WHERE job_id = '%s'";
    assertThat(number(spent, generation.jobId())).isEqualTo(30 * (2 * 3 + 2));
    Upkeep early = service.upkeep(Duration.ofDays(180), Duration.ofDays(179));
    assertThat(early.deleteOldAnswers()).isZero();
    Upkeep late = service.upkeep(Duration.ofDays(180), Duration.ofDays(181));
    assertThat(late.deleteOldAnswers()).isEqualTo(2 * 3 + 2);
    assertThat(number("SELECT COUNT(*) FROM llm_answer", "")).isZero();
    LabelSetVersion version = latest("pets");
    assertThat(version.definition().oneToOne()).hasSize(2);
    List<Said> said = Said.allOf(version.definition());
    for (int i = 0; i < said.size(); i++) {
      Origin origin = version.provenance().origin(i);
      if (said.get(i).kind().equals("name")) {
        assertThat(origin.source()).isEqualTo("user");
      } else {
        assertThat(origin.source()).isEqualTo("llm");
        assertThat(origin.model()).isEqualTo("local");
        assertThat(origin.promptVersion())
            .startsWith(
                said.get(i).kind().startsWith("not ")
                    ? "one-to-one"
                    : said.get(i).kind());
      }
    }
    GenerationReport report = Objects.requireNonNull(
        service.generator().find(generation.jobId()).orElseThrow().report());
    assertThat(report.added()).isEqualTo(said.size() - 2);
  }
}
