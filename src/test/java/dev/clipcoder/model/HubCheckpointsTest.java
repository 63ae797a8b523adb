package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clipcoder.testing.Fixtures;
import dev.clipcoder.testing.LocalHub;
import dev.clipcoder.testing.LocalHub.Behaviour;
import dev.clipcoder.testing.LocalHub.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** Downloads from a hub on this machine that does, one after the other, everything that can go wrong. */
class HubCheckpointsTest {

  private static final Path CHECKPOINT = Fixtures.checkpoint("quick-gelu-f32");
  private static final String WEIGHTS = "model.safetensors";
  private static final List<String> FILES =
      List.of("config.json", WEIGHTS, "preprocessor_config.json", "tokenizer.json");
  private static final String OTHER_COMMIT = "2".repeat(40);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir
  Path dataDir;

  private final LocalHub hub = new LocalHub("tiny/clip", CHECKPOINT);
  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private final HubName main = HubName.parse("hf://tiny/clip");
  private final HubName pinned = HubName.parse("hf://tiny/clip@" + "1".repeat(40));

  @AfterEach
  void close() {
    hub.close();
  }

  private HubProperties properties(String token, Duration timeout) {
    return new HubProperties(hub.url(), false, token, null, DataSize.ofGigabytes(1), timeout);
  }

  private HubProperties offline() {
    return new HubProperties(hub.url(), true, "", null, DataSize.ofGigabytes(1), LONG);
  }

  private HubCheckpoints checkpoints() {
    return checkpoints(properties("", LONG));
  }

  private HubCheckpoints checkpoints(HubProperties properties) {
    return new HubCheckpoints(properties, dataDir, pauses::add);
  }

  private Path cache() {
    return dataDir.resolve("hub/tiny--clip");
  }

  private Path weights() {
    return cache().resolve("1".repeat(40)).resolve(WEIGHTS);
  }

  private static Function<Request, Behaviour> atCdn(Function<Request, Behaviour> behaviour) {
    return request -> request.toCdn() ? behaviour.apply(request) : Behaviour.PROPER;
  }

  private static Behaviour status(int status) {
    return new Behaviour.Status(status, Map.of());
  }

  private void assertWhole(Path folder) throws IOException {
    for (String name : FILES) {
      assertThat(folder.resolve(name)).hasSameBinaryContentAs(CHECKPOINT.resolve(name));
    }
  }

  @Test
  void folder_firstTime_hasTheNeededFilesAndNoOthers() throws IOException {
    for (String name : List.of("README.md", "pytorch_model.bin", "tf_model.h5", "../config.json")) {
      hub.put(name, new byte[] {1});
    }
    Path folder = checkpoints().folder(main);

    assertWhole(folder);
    try (Stream<Path> list = Files.list(folder)) {
      assertThat(list.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrderElementsOf(FILES);
    }
    assertThat(cache().resolve("parts")).isEmptyDirectory();
    assertThat(pauses).isEmpty();
  }

  @Test
  void folder_ofShards_hasAllOfThem() throws IOException {
    Path sharded = Fixtures.checkpoint("gelu-f32-sharded");
    try (LocalHub other = new LocalHub("tiny/clip", sharded)) {
      Path folder = checkpoints(
              new HubProperties(other.url(), false, "", null, DataSize.ofGigabytes(1), LONG))
          .folder(main);
      for (int i = 1; i <= 4; i++) {
        String shard = "model-0000%d-of-00004.safetensors".formatted(i);
        assertThat(folder.resolve(shard)).hasSameBinaryContentAs(sharded.resolve(shard));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "checkpoints/gelu-f32-sharded, model.safetensors.index.json",
    "layouts/open-clip-f32, open_clip_model.safetensors",
    "layouts/open-clip-longest-bin-f32, open_clip_pytorch_model.bin",
    "layouts/torch-sharded, pytorch_model.bin.index.json",
    "layouts/vocab-merges, model.safetensors",
    "siglip/siglip-f32, model.safetensors",
    "siglip/siglip2-bf16, model.safetensors"
  })
  void folder_ofEveryLayout_canBeRead(String layout, String weights) {
    try (LocalHub other = new LocalHub("tiny/clip", Fixtures.RESOURCES.resolve(layout))) {
      HubProperties properties =
          new HubProperties(other.url(), false, "", null, DataSize.ofGigabytes(1), LONG);
      Path folder = checkpoints(properties).folder(main);

      assertThat(folder.resolve(weights)).isRegularFile();
      CheckpointReader.rememberingIn(dataDir).read("tiny/clip", folder).close();
    }
  }

  /** As timm publishes CLIP: its own weights, which are no CLIP, beside those of OpenCLIP. */
  @Test
  void folder_configOfAThirdLibrary_hasOpenClipsWeights() {
    Path openClip = Fixtures.RESOURCES.resolve("layouts/open-clip-f32");
    try (LocalHub other = new LocalHub("tiny/clip", openClip)) {
      other.put("config.json", "{\"architecture\": \"vit\"}".getBytes(StandardCharsets.UTF_8));
      other.put(WEIGHTS, new byte[10]);
      HubProperties properties =
          new HubProperties(other.url(), false, "", null, DataSize.ofGigabytes(1), LONG);
      Path folder = checkpoints(properties).folder(main);

      assertThat(folder.resolve(WEIGHTS)).doesNotExist();
      CheckpointReader.rememberingIn(dataDir).read("tiny/clip", folder).close();
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          config.json    | {"model_type": "bert"} | model_type is 'bert'; expected one of [clip, siglip]
          config.json    | {"model_type":         | config.json is not sound JSON
          """)
  void folder_ofAnotherKindOfModel_isRefusedBeforeItsWeights(
      String name, String content, String sentence) {
    hub.put(name, content.getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> checkpoints().folder(main))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(sentence);
    assertThat(hub.requests()).noneMatch(request -> request.isFile(WEIGHTS));
  }

  @Test
  void folder_again_asksOnlyWhatTheRevisionIs() {
    Path first = checkpoints().folder(main);
    hub.requests().clear();

    assertThat(checkpoints().folder(main)).isEqualTo(first);
    assertThat(hub.requests()).hasSize(1).allMatch(Request::isDescription);
  }

  @Test
  void folder_ofACommitAgain_asksNothing() {
    Path first = checkpoints().folder(pinned);
    hub.requests().clear();

    assertThat(checkpoints().folder(pinned)).isEqualTo(first);
    assertThat(hub.requests()).isEmpty();
  }

  @Test
  void folder_branchMoved_isTheNewCommit_andTheOldStays() throws IOException {
    Path first = checkpoints().folder(main);
    hub.commit(OTHER_COMMIT);
    hub.put("preprocessor_config.json", "{}".getBytes(StandardCharsets.UTF_8));
    Path second = checkpoints().folder(main);

    assertThat(second).isNotEqualTo(first).hasFileName(OTHER_COMMIT);
    assertThat(second.resolve("preprocessor_config.json")).hasContent("{}");
    assertWhole(first);
  }

  @Test
  void folder_aFileHasGone_isFetchedAgain() throws IOException {
    Path folder = checkpoints().folder(pinned);
    Files.delete(folder.resolve(WEIGHTS));

    assertWhole(checkpoints().folder(pinned));
  }

  @Test
  void folder_offline_isWhatIsThere() throws IOException {
    assertThatThrownBy(() -> checkpoints(offline()).folder(main))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("has not been downloaded into")
        .hasMessageContaining("clipcoder.hub.offline is set");
    checkpoints().folder(main);
    hub.requests().clear();

    assertWhole(checkpoints(offline()).folder(main));
    assertThat(hub.requests()).isEmpty();
  }

  @Test
  void folder_hubIsAway_isWhatIsThere_withoutWaiting() throws IOException {
    checkpoints().folder(main);
    hub.behave(request -> status(503));

    assertWhole(checkpoints().folder(main));
    assertThat(pauses).isEmpty();
  }

  @Test
  void folder_hubIsAwayInTheMiddle_isTheCommitBefore() throws IOException {
    Path first = checkpoints().folder(main);
    hub.commit(OTHER_COMMIT);
    hub.put(WEIGHTS, new byte[1000]);
    hub.behave(atCdn(request -> status(500)));

    assertThat(checkpoints().folder(main)).isEqualTo(first);
    assertThat(cache().resolve(OTHER_COMMIT).resolve(WEIGHTS)).doesNotExist();
  }

  @Test
  void folder_hubIsAwayAndNothingThere_saysSoAfterSixTries() {
    hub.behave(request -> status(503));

    assertThatThrownBy(() -> checkpoints().folder(main))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("hf://tiny/clip cannot be downloaded from http://127.0.0.1:")
        .hasMessageContaining("the hub answers 503 for hf://tiny/clip. Try again later");
    assertThat(hub.requests()).hasSize(6);
    assertThat(pauses).hasSize(5).allMatch(pause -> pause.compareTo(LONG) <= 0);
    for (int i = 0; i < 5; i++) {
      assertThat(pauses.get(i).toMillis()).isBetween(250L << i, 500L << i);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          http://127.0.0.1:1           | no connection to the hub
          http://hub.invalid           | the hub's name is not known here
          """)
  void folder_noHubThere_saysSo(URI url, String reason) {
    HubProperties nowhere = new HubProperties(url, false, "", null, DataSize.ofGigabytes(1), LONG);

    assertThatThrownBy(() -> checkpoints(nowhere).folder(main))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          401 |                  |       | The hub has no model hf://tiny/clip, or it is private: check the name, or set HF_TOKEN.
          401 | RepoNotFound     | token | or HF_TOKEN does not let you read it
          403 | GatedRepo        | token | the account of HF_TOKEN may not read it. Accept its terms on the hub first.
          401 | GatedRepo        |       | hf://tiny/clip is gated: accept its terms on the hub and set HF_TOKEN.
          404 | RepoNotFound     |       | The hub has no model hf://tiny/clip
          404 | RevisionNotFound |       | tiny/clip has no revision 'main': give a branch, a tag or a commit.
          418 |                  |       | The hub answers 418 for hf://tiny/clip. Is clipcoder.hub.url a hub?
          """)
  void folder_refused_saysWhatToDo_atOnce(int status, String code, String token, String sentence) {
    Map<String, String> headers = code == null ? Map.of() : Map.of("X-Error-Code", code);
    hub.behave(request -> new Behaviour.Status(status, headers));

    assertThatThrownBy(
            () -> checkpoints(properties(token == null ? "" : token, LONG)).folder(main))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(sentence);
    assertThat(hub.requests()).hasSize(1);
  }

  @Test
  void folder_tooManyRequests_waitsAsLongAsTheHubSays() throws IOException {
    AtomicInteger left = new AtomicInteger(3);
    hub.behave(request -> left.getAndDecrement() > 0
        ? new Behaviour.Status(429, Map.of("Retry-After", "100"))
        : Behaviour.PROPER);

    assertWhole(checkpoints().folder(main));
    assertThat(pauses).containsOnly(Duration.ofSeconds(100)).hasSize(3);
  }

  @Test
  void folder_tooManyRequestsForHours_saysSo() {
    hub.behave(request -> new Behaviour.Status(429, Map.of("Retry-After", "7200")));

    assertThatThrownBy(() -> checkpoints().folder(main)).hasMessageContaining("answers 429");
    assertThat(pauses).isEmpty();
  }

  @Test
  void token_goesToTheHub_andNowhereElse() throws IOException {
    AtomicInteger left = new AtomicInteger(3);
    hub.behave(
        atCdn(request -> left.getAndDecrement() > 0 ? new Behaviour.Cut(1000) : Behaviour.PROPER));
    assertWhole(checkpoints(properties("hf_secret\n", LONG)).folder(main));

    assertThat(hub.requests()).filteredOn(Request::toCdn).hasSize(4);
    for (Request request : hub.requests()) {
      assertThat(request.authorization())
          .as(request.toString())
          .isEqualTo(request.toCdn() ? null : "Bearer hf_secret");
    }
    assertThat(properties("hf_secret", LONG).toString()).doesNotContain("secret");
  }

  @Test
  void weights_cutTwentyTimes_areWhole_andNeverThereInPart() throws IOException {
    Random random = new Random(20);
    long size = Files.size(CHECKPOINT.resolve(WEIGHTS));
    AtomicInteger left = new AtomicInteger(20);
    hub.behave(atCdn(request -> {
      assertThat(weights()).doesNotExist();
      return left.getAndDecrement() > 0
          ? new Behaviour.Cut(random.nextLong(size / 20))
          : Behaviour.PROPER;
    }));

    assertWhole(checkpoints().folder(main));
    assertThat(hub.requests()).filteredOn(Request::toCdn).hasSize(21);
  }

  /** The pause ends as it does when the process is told to end. */
  @Test
  void weights_twentyStartsThatEnd_areWhole_andNeverThereInPart() throws IOException {
    Random random = new Random(21);
    long size = Files.size(CHECKPOINT.resolve(WEIGHTS));
    hub.behave(atCdn(request -> new Behaviour.Cut(1 + random.nextLong(size / 20))));
    for (int start = 0; start < 20; start++) {
      HubCheckpoints ending = new HubCheckpoints(properties("", LONG), dataDir, pause -> {
        throw new InterruptedException();
      });
      assertThatThrownBy(() -> ending.folder(main)).isInstanceOf(CheckpointException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(weights()).doesNotExist();
      assertThatThrownBy(() -> checkpoints(offline()).folder(main))
          .isInstanceOf(CheckpointException.class);
    }
    hub.behave(request -> Behaviour.PROPER);

    assertWhole(checkpoints().folder(main));
    List<Request> fetched = hub.requests().stream().filter(Request::toCdn).toList();
    assertThat(fetched).hasSize(21);
    assertThat(fetched.subList(1, 21)).allMatch(request -> request.range() != null);
  }

  @Test
  void weights_cutForEver_endInASentence() {
    hub.behave(atCdn(request -> new Behaviour.Cut(1)));

    assertThatThrownBy(() -> checkpoints().folder(main))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("cannot be downloaded");
    assertThat(hub.requests()).filteredOn(Request::toCdn).hasSize(200);
  }

  @Test
  void weights_hostThatCannotBeginInTheMiddle_areWhole() throws IOException {
    AtomicInteger left = new AtomicInteger(2);
    hub.behave(atCdn(
        request -> left.getAndDecrement() > 0 ? new Behaviour.Cut(50_000) : new Behaviour.Whole()));

    assertWhole(checkpoints().folder(main));
    assertThat(hub.requests()).filteredOn(Request::toCdn).hasSize(3);
  }

  @Test
  void weights_partOfAnEarlierStartIsWrong_areFetchedAgain() throws IOException {
    hub.behave(atCdn(request -> status(500)));
    assertThatThrownBy(() -> checkpoints().folder(main)).isInstanceOf(CheckpointException.class);
    Path part = onlyPart();
    Files.write(part, new byte[1234]);
    hub.behave(request -> Behaviour.PROPER);

    assertWhole(checkpoints().folder(main));
  }

  private Path onlyPart() throws IOException {
    try (Stream<Path> parts = Files.list(cache().resolve("parts"))) {
      List<Path> list = parts.toList();
      assertThat(list).hasSize(1);
      return list.getFirst();
    }
  }

  @ParameterizedTest
  @CsvSource({"model.safetensors, SHA-256", "tokenizer.json, SHA-1"})
  void file_damagedOnce_isFetchedAgain_twice_isRefused(String name, String algorithm)
      throws IOException {
    hub.behave(request -> request.method().equals("GET") && request.isFile(name)
        ? new Behaviour.Damaged()
        : Behaviour.PROPER);
    assertThatThrownBy(() -> checkpoints().folder(main))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(
            "%s of hf://tiny/clip arrives with the %s ".formatted(name, algorithm))
        .hasMessageContaining(", twice; the hub says ");
    assertThat(weights().resolveSibling(name)).doesNotExist();

    AtomicInteger left = new AtomicInteger(1);
    hub.behave(request ->
        request.method().equals("GET") && request.isFile(name) && left.getAndDecrement() > 0
            ? new Behaviour.Damaged()
            : Behaviour.PROPER);
    assertWhole(checkpoints().folder(main));
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void weights_hostThatSendsNextToNothing_isLeft(int bytes) throws IOException {
    AtomicInteger left = new AtomicInteger(2);
    hub.behave(atCdn(
        request -> left.getAndDecrement() > 0 ? new Behaviour.Trickle(bytes) : Behaviour.PROPER));

    // What has trickled in is wrong here, so all is fetched again.
    assertWhole(checkpoints(properties("", SHORT)).folder(main));
    assertThat(pauses).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void weights_hostThatNeverEnds_areCutAtTheirSize() throws IOException {
    hub.behave(atCdn(request -> new Behaviour.Endless()));

    assertWhole(checkpoints().folder(main));
  }

  @Test
  void description_thatNeverEnds_isRefused() {
    hub.behave(request -> new Behaviour.Endless());

    assertThatThrownBy(() -> checkpoints().folder(main))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("has more than 33554432 bytes");
  }

  @Test
  void description_ofSomethingElse_isRefused() {
    hub.commit("../../../etc");

    assertThatThrownBy(() -> checkpoints().folder(main))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("has no commit in 'sha'; expected 40 hexadecimal digits");
  }

  @Test
  void redirect_inACircle_ends() {
    hub.behave(request -> new Behaviour.Status(302, Map.of("Location", "/again")));

    assertThatThrownBy(() -> checkpoints().folder(main))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("the hub redirects more than 5 times");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          X-Linked-Size | 999999999999999999 | model.safetensors of hf://tiny/clip has 999,999,999,999,999,999 bytes; clipcoder.hub.max-file-bytes allows 1,073,741,824.
          X-Linked-Size | -1                 | gives '-1' as the size of model.safetensors of hf://tiny/clip; expected a number
          X-Linked-Etag | "../../x"          | gives '"../../x"' as the hash of model.safetensors of hf://tiny/clip; expected a SHA-256
          X-Repo-Commit | 3333               | with the commit 3333; expected 1111
          """)
  void file_withWrongHeaders_isRefused(String header, String value, String sentence) {
    Map<String, String> headers =
        new HashMap<>(Map.of("X-Linked-Etag", "a".repeat(64), "X-Linked-Size", "10"));
    headers.put(header, value);
    hub.behave(request -> request.isFile(WEIGHTS) && !request.toCdn()
        ? new Behaviour.Status(302, headers)
        : Behaviour.PROPER);

    assertThatThrownBy(() -> checkpoints().folder(main))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(sentence);
  }

  /** A compressing host between hides the length. */
  @Test
  void file_withoutItsLength_hasTheSizeOfTheDescription() throws IOException {
    hub.behave(request -> request.isFile("tokenizer.json")
            && request.method().equals("HEAD")
            && request.path().contains("resolve-cache")
        ? new Behaviour.Status(
            200, Map.of("ETag", "W/" + LocalHub.gitEtag(CHECKPOINT.resolve("tokenizer.json"))))
        : Behaviour.PROPER);

    assertWhole(checkpoints().folder(main));
  }

  @Test
  void file_largerThanTheDisk_isRefusedBefore() {
    hub.behave(request -> request.isFile(WEIGHTS) && !request.toCdn()
        ? new Behaviour.Status(
            302, Map.of("X-Linked-Etag", "a".repeat(64), "X-Linked-Size", "999999999999999999"))
        : Behaviour.PROPER);
    HubProperties any =
        new HubProperties(hub.url(), false, "", null, DataSize.ofBytes(Long.MAX_VALUE), LONG);

    assertThatThrownBy(() -> checkpoints(any).folder(main))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("hf://tiny/clip needs 953,674,316,407 MB more in")
        .hasMessageContaining("MB are free. Make room, or set clipcoder.hub.cache-dir.");
  }

  /** The device refuses every byte as a full disk does. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void disk_full_isSaidInOneSentence() throws IOException {
    hub.behave(atCdn(request -> status(500)));
    assertThatThrownBy(() -> checkpoints().folder(main)).isInstanceOf(CheckpointException.class);
    Path part = onlyPart();
    Files.delete(part);
    Files.createSymbolicLink(part, Path.of("/dev/full"));
    hub.behave(request -> Behaviour.PROPER);

    assertThatThrownBy(() -> checkpoints().folder(main))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("Cannot write " + part)
        .hasMessageContaining("No space left on device. Make room");
    assertThat(weights()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"../evil.safetensors", "%2e%2e%2fevil.safetensors", "/evil.safetensors"})
  void index_thatLeadsOutOfTheFolder_isRefused(String shard) {
    try (LocalHub other = new LocalHub("tiny/clip", Fixtures.checkpoint("gelu-f32-sharded"))) {
      other.put(shard, new byte[10]);
      other.put(
          "model.safetensors.index.json",
          "{\"weight_map\": {\"a\": \"%s\"}}".formatted(shard).getBytes(StandardCharsets.UTF_8));
      HubProperties properties =
          new HubProperties(other.url(), false, "", null, DataSize.ofGigabytes(1), LONG);
      assertThatThrownBy(() -> checkpoints(properties).folder(main))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining(
              "names the shard '%s'; expected a file of weights".formatted(shard));
    }
  }

  @Test
  void twoAtOnce_fetchOnce() throws Exception {
    List<Future<Path>> folders = new ArrayList<>();
    try (ExecutorService starts = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        folders.add(starts.submit(() -> checkpoints().folder(main)));
      }
    }
    for (Future<Path> folder : folders) {
      assertWhole(folder.get());
    }
    assertThat(hub.requests()).filteredOn(Request::toCdn).hasSize(1);
  }
}
