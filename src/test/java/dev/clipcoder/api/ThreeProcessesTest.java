package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.testing.ServiceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three real processes of the service over one real PostgreSQL. What it prints are the timings of docs/scale-out.md:
 * {@code mvn test -Dtest=ThreeProcessesTest -Dscaleout.outage=30}.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ThreeProcessesTest {

  /** How soon a change of one replica is served by the others. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("scaleout.outage", 8));

  private static final Duration LEASE = Duration.ofSeconds(3);

  @TempDir
  static Path folder;

  private PostgresServer postgres;
  private final List<ServiceProcess> replicas = new ArrayList<>();
  private String cat = "";

  @BeforeAll
  void start() throws Exception {
    cat = Base64.getEncoder()
        .encodeToString(Files.readAllBytes(Path.of("docs/samples/cat/twemoji.png")));
    postgres = new PostgresServer(folder);
    long begun = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      replicas.add(process(i));
    }
    for (ServiceProcess replica : replicas) {
      replica.awaitReady();
    }
    tell("three processes that start together on an empty database are ready", begun);
  }

  /** Small, since three of them share the machine. */
  private ServiceProcess process(int index) throws IOException {
    return ServiceProcess.start(
        Files.createDirectories(folder.resolve("replica-" + index)),
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx320m"),
        Map.of(),
        List.of(
            "--clipcoder.database-url=" + postgres.url(),
            "--clipcoder.jobs.lease=" + LEASE.toSeconds() + "s"));
  }

  @AfterAll
  void stop() {
    replicas.forEach(ServiceProcess::close);
    postgres.close();
  }

  private Http http(int replica) {
    return new Http(replicas.get(replica).uri("/"));
  }

  private static void tell(String what, long since) {
    System.out.printf("scale-out: %s: %.2f s%n", what, (System.nanoTime() - since) / 1e9);
  }

  private Http.Reply put(int replica, String path, String json, String... headers) {
    return http(replica)
        .send("PUT", path, json.getBytes(StandardCharsets.UTF_8), "application/json", headers);
  }

  private Http.Reply classify(int replica, String labelSet) {
    return http(replica)
        .postJson("/classify", Http.json(Map.of("image", cat, "labelSet", labelSet)));
  }

  private Http.Reply classifyByExamples(int replica) {
    return http(replica)
        .postJson("/few-shot/classify", Http.json(Map.of("image", cat, "supportSet", "mine")));
  }

  private Http.Reply teach(int replica, String label, String picture) throws Exception {
    String image = Base64.getEncoder()
        .encodeToString(Files.readAllBytes(Path.of("docs/samples", picture, "openmoji.png")));
    return http(replica)
        .postJson("/support-sets/mine/examples", Http.json(Map.of("label", label, "image", image)));
  }

  /** Waits until the first request is begun that is answered so, by each of the other replicas. */
  private void seenByOthers(
      String what,
      int writer,
      java.util.function.IntFunction<Http.Reply> ask,
      Predicate<Http.Reply> seen) {
    long since = System.nanoTime();
    Duration latest = Duration.ZERO;
    for (int replica = 0; replica < 3; replica++) {
      if (replica != writer) {
        Duration begun;
        boolean there;
        do {
          begun = Duration.ofNanos(System.nanoTime() - since);
          there = seen.test(ask.apply(replica));
        } while (!there && begun.compareTo(SOON) < 0);
        assertThat(there).as(what).isTrue();
        latest = begun.compareTo(latest) > 0 ? begun : latest;
      }
    }
    System.out.printf(
        "scale-out: %s: seen by the others after %.2f s%n", what, latest.toNanos() / 1e9);
    assertThat(latest).isLessThanOrEqualTo(SOON);
  }

  @Test
  @Order(1)
  void startedTogether_migrateOnce() {
    List<@Nullable String> versions = postgres
        .sql()
        .sql("SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank")
        .query(String.class)
        .list();
    assertThat(versions).hasSizeGreaterThanOrEqualTo(6).doesNotHaveDuplicates();
  }

  @Test
  @Order(2)
  void changeOfOne_isServedByAllWithinTwoSeconds() throws Exception {
    assertThat(put(0, "/label-sets/pets", "{\"classes\":[\"cat\",\"dog\"]}").status())
        .isEqualTo(201);
    seenByOthers("a new label set", 0, i -> classify(i, "pets"), reply -> reply.status() == 200);

    assertThat(put(1, "/label-sets/pets", "{\"classes\":[\"cat\",\"dog\",\"car\"]}")
            .status())
        .isEqualTo(201);
    seenByOthers(
        "a new version of a label set",
        1,
        i -> classify(i, "pets"),
        reply -> reply.json().at("/labelSet/version").asInt() == 2);

    assertThat(put(2, "/support-sets/mine", "{\"labels\":[\"cat\",\"dog\"]}").status())
        .isEqualTo(201);
    assertThat(teach(2, "cat", "cat").status()).isEqualTo(201);
    assertThat(teach(2, "dog", "dog").status()).isEqualTo(201);
    seenByOthers("a support set", 2, this::classifyByExamples, reply -> reply.status() == 200);

    Http.Reply added = teach(0, "dog", "car");
    int version = added.json().path("version").asInt();
    seenByOthers(
        "an example",
        0,
        this::classifyByExamples,
        reply -> reply.json().at("/supportSet/version").asInt() >= version);

    assertThat(put(0, "/label-sets/gone", "{\"classes\":[\"cat\",\"dog\"]}").status())
        .isEqualTo(201);
    seenByOthers("another set", 0, i -> classify(i, "gone"), reply -> reply.status() == 200);
    assertThat(http(2).send("DELETE", "/label-sets/gone", new byte[0], null).status())
        .isEqualTo(204);
    seenByOthers(
        "a deleted label set", 2, i -> classify(i, "gone"), reply -> reply.status() == 404);
  }

  private static String largeSet(String what, int texts) {
    String all = IntStream.range(0, texts)
        .mapToObj(i -> "\"%s number %d\"".formatted(what, i))
        .collect(Collectors.joining(","));
    return "{\"classes\":[{\"label\":\"cat\",\"texts\":{\"attribute\":[%s]}},{\"label\":\"dog\"}]}"
        .formatted(all);
  }

  private record JobRow(String state, String owner, long done) {}

  private JobRow job(String id) {
    return postgres
        .sql()
        .sql("SELECT state, owner, done FROM job WHERE id = :id")
        .param("id", id)
        .query((row, _) -> new JobRow(
            row.getString("state"), String.valueOf(row.getString("owner")), row.getLong("done")))
        .single();
  }

  @Test
  @Order(3)
  void ownerOfABuildIsKilled_anotherGoesOn() throws Exception {
    Http.Reply begun =
        put(0, "/label-sets/large", largeSet("built", 8_000), "Prefer", "respond-async");
    assertThat(begun.status()).as(begun.text()).isEqualTo(202);
    String id = begun.header("Location").replaceFirst(".*/", "");
    await().pollInterval(Duration.ofMillis(20)).until(() -> job(id).done() > 64);
    replicas.get(0).kill();
    long killed = System.nanoTime();
    JobRow before = job(id);
    assertThat(before.state()).isEqualTo("running");
    assertThat(before.done()).isBetween(64L, 7_999L);

    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !job(id).owner().equals(before.owner()));
    tell("a lease of " + LEASE.toSeconds() + " s: another owner after the kill", killed);
    assertThat(job(id).done()).isGreaterThanOrEqualTo(before.done());
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> job(id).state().equals("succeeded"));
    tell("the build is complete after the kill", killed);
    for (int replica : new int[] {1, 2}) {
      await().atMost(SOON).until(() -> classify(replica, "large").status() == 200);
    }
    replicas.set(0, process(0).awaitReady());
    assertThat(classify(0, "large").status()).isEqualTo(200);
  }

  @Test
  @Order(4)
  void databaseGoes_classificationGoesOnAndEverythingRecovers() throws Exception {
    for (int replica = 0; replica < 3; replica++) {
      assertThat(classify(replica, "pets").status()).isEqualTo(200);
      assertThat(classifyByExamples(replica).status()).isEqualTo(200);
    }
    Http.Reply building =
        put(1, "/label-sets/interrupted", largeSet("torn", 4_000), "Prefer", "respond-async");
    String build = building.header("Location").replaceFirst(".*/", "");
    await().pollInterval(Duration.ofMillis(20)).until(() -> job(build).done() > 64);

    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(3)) {
      try {
        for (int i = 0; i < 3; i++) {
          int replica = i;
          var _ = clients.submit(() -> load(replica, over, answered, failures));
        }
        outage(answered);
        for (int i = 0; i < 3; i++) {
          recovers(i);
        }
      } finally {
        over.set(true);
      }
    }
    assertThat(failures).isEmpty();
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> job(build).state().equals("succeeded"));
    for (int i = 0; i < 3; i++) {
      int replica = i;
      await().atMost(SOON).until(() -> classify(replica, "interrupted").status() == 200);
    }
    assertThat(replicas).allMatch(ServiceProcess::isAlive);
  }

  private void load(
      int replica,
      AtomicBoolean over,
      AtomicInteger answered,
      ConcurrentLinkedQueue<String> failures) {
    int round = 0;
    while (!over.get()) {
      round++;
      for (Http.Reply reply : List.of(
          classify(replica, "pets"),
          classifyByExamples(replica),
          http(replica)
              .postJson(
                  "/classify",
                  Http.json(Map.of(
                      "image",
                      cat,
                      "labels",
                      List.of("cat", "word %d %d".formatted(replica, round))))))) {
        answered.incrementAndGet();
        if (reply.status() != 200) {
          failures.add(replica + ": " + reply.status() + " " + reply.text());
        }
      }
    }
  }

  private void outage(AtomicInteger answered) throws Exception {
    postgres.stop();
    long begun = System.nanoTime();
    int before = answered.get();
    Duration slowest = Duration.ZERO;
    int refused = 0;
    while (System.nanoTime() - begun < OUTAGE.toNanos()) {
      for (int replica = 0; replica < 3; replica++) {
        long asked = System.nanoTime();
        Http.Reply reply = put(replica, "/label-sets/pets", "{\"classes\":[\"cat\",\"cow\"]}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isNotEmpty();
        refused++;
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
      }
      Thread.sleep(500);
    }
    assertThat(answered.get()).isGreaterThan(before + 3);
    System.out.printf(
        "scale-out: no database for %.1f s: %d classifications answered, %d writes refused, the slowest after %.2f s%n",
        (System.nanoTime() - begun) / 1e9,
        answered.get() - before,
        refused,
        slowest.toNanos() / 1e9);
    postgres.startAgain();
  }

  private void recovers(int replica) {
    long since = System.nanoTime();
    String set = "{\"classes\":[\"cat\",\"after %d\"]}".formatted(replica);
    BooleanSupplier written =
        () -> put(replica, "/label-sets/back-" + replica, set).status() < 300;
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(100))
        .until(written::getAsBoolean);
    tell("replica " + replica + " writes again", since);
    seenByOthers(
        "a label set written after the outage",
        replica,
        i -> classify(i, "back-" + replica),
        reply -> reply.status() == 200);
  }
}
