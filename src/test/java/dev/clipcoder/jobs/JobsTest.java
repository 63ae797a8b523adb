package dev.clipcoder.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.database.Database;
import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.database.TestDatabase;
import dev.clipcoder.jobs.Job.State;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class JobsTest {

  private static final JobProperties PROPERTIES =
      new JobProperties(Duration.ofMillis(600), Duration.ofMillis(50), 3, Duration.ofDays(7));

  private final TestDatabase kind;
  private final Counting counting = new Counting();
  private final JobSignal signal = new JobSignal();

  @TempDir
  Path directory;

  private Database database;
  private DatabaseProperties properties;
  private Jobs jobs;
  private JobRunner runner;

  JobsTest(TestDatabase kind) {
    this.kind = kind;
  }

  /** Counts to ten, one a permit. */
  private static final class Counting implements JobKind {

    final Semaphore permits = new Semaphore(0);
    final List<String> begun = new CopyOnWriteArrayList<>();
    final List<State> ends = new CopyOnWriteArrayList<>();
    volatile Runnable atTheEnd = () -> {};

    @Override
    public String name() {
      return "counting";
    }

    @Override
    public String space() {
      return "space";
    }

    @Override
    public void run(Job job, JobProgress progress) throws InterruptedException {
      begun.add(job.subject());
      progress.begin(job.done(), 10);
      if (job.subject().equals("long")) {
        progress.later(Duration.ofMinutes(5));
      }
      for (long done = job.done() + 1; done <= 10; done++) {
        permits.acquire();
        if (job.subject().equals("broken")) {
          throw new StackOverflowError("It is broken.");
        }
        if (job.subject().equals("bad")) {
          throw new JobFailedException("It is bad.", new IllegalStateException());
        }
        progress.report(done);
      }
      atTheEnd.run();
    }

    @Override
    public void ended(JdbcClient transaction, Job job, State end) {
      ends.add(end);
    }
  }

  @BeforeEach
  void open() {
    properties = kind.empty(directory);
    connect();
  }

  private void connect() {
    database = Database.open(properties);
    jobs = new Jobs(database, Clock.systemUTC(), signal, List.of(counting));
    runner = runner();
    runner.start();
  }

  private JobRunner runner() {
    return new JobRunner(database, Clock.systemUTC(), PROPERTIES, signal, List.of(counting));
  }

  @AfterEach
  void close() {
    runner.stop();
    database.close();
  }

  private String submit(String subject) {
    String id = database.write(sql -> Jobs.submit(sql, "counting", subject));
    jobs.wake();
    return id;
  }

  private void awaitDone(String id, long done) {
    await().atMost(Duration.ofSeconds(10)).until(() -> jobs.get(id).done() == done);
  }

  private Job awaitEnd(String id) throws InterruptedException {
    return jobs.await(id, Duration.ofSeconds(10));
  }

  /** Of another checkpoint's work only its own service can make what it says it has made. */
  @Test
  void jobOfAnotherSpace_isLeftToItsOwnService() throws InterruptedException {
    String foreign = database.write(sql -> Jobs.submit(sql, "counting", "theirs", "another"));
    String own = database.write(sql -> Jobs.submit(sql, "counting", "ours", "space"));
    jobs.wake();
    counting.permits.release(20);
    assertThat(awaitEnd(own).state()).isEqualTo(State.SUCCEEDED);
    assertThat(awaitEnd(submit("anybody's")).state()).isEqualTo(State.SUCCEEDED);
    assertThat(jobs.get(foreign).state()).isEqualTo(State.QUEUED);
    assertThat(counting.begun).containsExactly("ours", "anybody's");
  }

  @Test
  void job_tellsItsProgressAndSucceeds() throws InterruptedException {
    String id = submit("x");
    counting.permits.release(4);
    awaitDone(id, 4);
    Job job = jobs.get(id);
    assertThat(job.state()).isEqualTo(State.RUNNING);
    assertThat(job.total()).isEqualTo(10);
    assertThat(job.eta()).isNull();
    counting.permits.release(6);
    assertThat(awaitEnd(id).state()).isEqualTo(State.SUCCEEDED);
    assertThat(counting.ends).containsExactly(State.SUCCEEDED);
  }

  /** As it would be so much later. */
  private @Nullable Duration eta(String id, Duration later) {
    long now = System.currentTimeMillis() + later.toMillis();
    return database.read(sql -> JobRepository.find(sql, id, now)).orElseThrow().eta();
  }

  @Test
  void eta_isByThePaceOnceThereIsOne() {
    String id = submit("x");
    await().until(() -> jobs.get(id).total() == 10);
    assertThat(eta(id, Duration.ofSeconds(10))).isNull();
    counting.permits.release(4);
    awaitDone(id, 4);
    assertThat(eta(id, Duration.ofMillis(500))).isNull();
    assertThat(eta(id, Duration.ofSeconds(100)))
        .isBetween(Duration.ofSeconds(150), Duration.ofSeconds(166));
  }

  @Test
  void eta_hasWhatComesAfterTheSteps() {
    String id = submit("long");
    await().until(() -> jobs.get(id).total() == 10);
    counting.atTheEnd = counting.permits::acquireUninterruptibly;
    counting.permits.release(4);
    awaitDone(id, 4);
    assertThat(eta(id, Duration.ofSeconds(100)))
        .isBetween(Duration.ofSeconds(450), Duration.ofSeconds(466));
    counting.permits.release(6);
    awaitDone(id, 10);
    assertThat(eta(id, Duration.ZERO)).isEqualTo(Duration.ofMinutes(5));
    counting.permits.release();
  }

  @Test
  void job_thatFails_saysWhyAndTheNextOneRuns() throws InterruptedException {
    counting.permits.release(11);
    Job bad = awaitEnd(submit("bad"));
    assertThat(bad.state()).isEqualTo(State.FAILED);
    assertThat(bad.error()).isEqualTo("It is bad.");
    assertThat(awaitEnd(submit("good")).state()).isEqualTo(State.SUCCEEDED);
    assertThat(counting.ends).containsExactly(State.FAILED, State.SUCCEEDED);
  }

  @Test
  void cancel_ofARunningJob_interruptsIt() throws InterruptedException {
    String id = submit("x");
    counting.permits.release(2);
    awaitDone(id, 2);
    jobs.cancel(id);
    assertThat(awaitEnd(id).state()).isEqualTo(State.CANCELLED);
    assertThat(counting.ends).containsExactly(State.CANCELLED);
    counting.permits.release(10);
    assertThat(awaitEnd(submit("next")).state()).isEqualTo(State.SUCCEEDED);
  }

  /** With a long lease, which is renewed once a second. */
  @Test
  void cancel_ofARunningJob_isNoticedAtOnce() throws InterruptedException {
    runner.stop();
    runner = new JobRunner(
        database,
        Clock.systemUTC(),
        new JobProperties(Duration.ofSeconds(30), Duration.ofMillis(50), 3, Duration.ofDays(7)),
        signal,
        List.of(counting));
    runner.start();
    String id = submit("x");
    await().until(() -> jobs.get(id).total() == 10);
    jobs.cancel(id);
    assertThat(jobs.await(id, Duration.ofMillis(500)).state()).isEqualTo(State.CANCELLED);
  }

  @Test
  void cancel_ofAQueuedJob_isAtOnce() {
    submit("first");
    await().until(() -> counting.begun.equals(List.of("first")));
    String second = submit("second");
    assertThat(jobs.cancel(second).state()).isEqualTo(State.CANCELLED);
    assertThat(counting.ends).containsExactly(State.CANCELLED);
  }

  @Test
  void stop_givesTheJobBackAndTheNextStartGoesOn() throws InterruptedException {
    String id = submit("x");
    counting.permits.release(3);
    awaitDone(id, 3);
    runner.stop();
    assertThat(jobs.get(id).state()).isEqualTo(State.QUEUED);
    database.close();
    connect();
    counting.permits.release(7);
    assertThat(awaitEnd(id).state()).isEqualTo(State.SUCCEEDED);
    assertThat(counting.begun).hasSize(2);
  }

  @Test
  void job_ofAnOwnerThatDied_isTakenOverWhenItsLeaseEnds() throws InterruptedException {
    runner.stop();
    String id = submit("x");
    long now = System.currentTimeMillis();
    database.write(sql -> JobRepository.claim(sql, id, "the dead", now, now + 700));
    runner = runner();
    counting.permits.release(10);
    if (!database.isExclusive()) {
      runner.start();
      Thread.sleep(200);
      assertThat(counting.begun).isEmpty();
    } else {
      runner.start();
    }
    assertThat(awaitEnd(id).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void job_thatTakesTheProcessWithItAgainAndAgain_isGivenUp() throws InterruptedException {
    runner.stop();
    String id = submit("x");
    for (int attempt = 1; attempt <= PROPERTIES.maxAttempts(); attempt++) {
      long then = attempt * 1000L;
      assertThat(database.<Boolean>write(
              sql -> JobRepository.claim(sql, id, "the dead", then, then + 1)))
          .isTrue();
    }
    runner = runner();
    runner.start();
    Job job = awaitEnd(id);
    assertThat(job.state()).isEqualTo(State.FAILED);
    assertThat(job.error()).startsWith("Given up after 3 attempts");
    assertThat(counting.begun).isEmpty();
    assertThat(counting.ends).containsExactly(State.FAILED);
  }

  @Test
  void job_thatBreaksItsThread_isRepeatedAndGivenUpAndTheNextOneRuns() throws InterruptedException {
    counting.permits.release(13);
    String id = submit("broken");
    assertThat(awaitEnd(id).error()).startsWith("Given up after 3 attempts");
    assertThat(counting.begun).containsExactly("broken", "broken", "broken");
    assertThat(awaitEnd(submit("good")).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void job_thatIsGivenBack_costsNoAttempt() throws InterruptedException {
    String id = submit("x");
    for (int i = 1; i <= PROPERTIES.maxAttempts() + 1; i++) {
      int begun = i;
      await().atMost(Duration.ofSeconds(10)).until(() -> counting.begun.size() == begun);
      runner.stop();
      runner = runner();
      runner.start();
    }
    counting.permits.release(10);
    assertThat(awaitEnd(id).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void jobs_thatAreOverForLong_areDeleted() throws InterruptedException {
    counting.permits.release(10);
    String over = submit("x");
    awaitEnd(over);
    String queued = submit("waiting");
    Clock later = Clock.offset(Clock.systemUTC(), PROPERTIES.keep().minusHours(1));
    new JobCleaner(database, later, PROPERTIES.keep()).cleanWhenDue();
    assertThat(jobs.get(over).state()).isEqualTo(State.SUCCEEDED);
    Clock evenLater = Clock.offset(Clock.systemUTC(), PROPERTIES.keep().plusHours(1));
    new JobCleaner(database, evenLater, PROPERTIES.keep()).cleanWhenDue();
    assertThatExceptionOfType(UnknownJobException.class).isThrownBy(() -> jobs.get(over));
    assertThat(jobs.get(queued).state().isOver()).isFalse();
  }

  @Test
  void job_thatHasGoneToAnother_isNotEndedHere() throws InterruptedException {
    counting.atTheEnd = () -> {
      counting.atTheEnd = () -> {};
      database.write(sql -> sql.sql("UPDATE job SET owner = 'another', lease_until = :far")
          .param("far", Long.MAX_VALUE)
          .update());
    };
    counting.permits.release(20);
    String gone = submit("x");
    awaitDone(gone, 10);
    assertThat(awaitEnd(submit("next")).state()).isEqualTo(State.SUCCEEDED);
    assertThat(counting.ends).containsExactly(State.SUCCEEDED);
    assertThat(jobs.get(gone).state()).isEqualTo(State.RUNNING);
  }

  @Test
  void claim_isForOne() {
    runner.stop();
    String id = submit("x");
    long now = System.currentTimeMillis();
    assertThat(List.of(
            database.write(sql -> JobRepository.claim(sql, id, "a", now, now + 1000)),
            database.write(sql -> JobRepository.claim(sql, id, "b", now, now + 1000)),
            database.write(sql -> JobRepository.claim(sql, id, "b", now + 2000, now + 3000)),
            database.write(sql -> JobRepository.renew(sql, id, "a", now + 4000))))
        .containsExactly(true, false, true, false);
  }

  @Test
  void longWork_keepsItsLease() throws InterruptedException {
    String id = submit("x");
    counting.permits.release(1);
    awaitDone(id, 1);
    long now = System.currentTimeMillis() + 300;
    Thread.sleep(1500);
    Optional<String> claimable = database.read(
        sql -> JobRepository.nextClaimable(sql, List.of("counting"), Set.of("space"), now + 1200));
    assertThat(claimable).isEmpty();
    assertThat(jobs.get(id).state()).isEqualTo(State.RUNNING);
  }

  @Test
  void unknownJob_isTold() {
    assertThatExceptionOfType(UnknownJobException.class)
        .isThrownBy(() -> jobs.cancel("nobody"))
        .withMessage("No job 'nobody'.");
  }
}
