package dev.clipcoder.classify;

import static dev.clipcoder.image.WordReader.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.encoder.Admission;
import dev.clipcoder.encoder.CountingAdmission;
import dev.clipcoder.encoder.DeadlineExceededException;
import dev.clipcoder.encoder.EncoderOverloadedException;
import dev.clipcoder.encoder.FixedEmbeddings;
import dev.clipcoder.encoder.FixedImageEncoder;
import dev.clipcoder.encoder.Urgency;
import dev.clipcoder.image.DecodingRules;
import dev.clipcoder.image.Detail;
import dev.clipcoder.image.Region;
import dev.clipcoder.image.RgbImage;
import dev.clipcoder.image.UndecodableImageException;
import dev.clipcoder.image.UnsupportedImageException;
import dev.clipcoder.image.WordReader;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.tracing.Trace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PictureEmbeddingsTest {

  private static final DecodingRules UPRIGHT = new DecodingRules(DecodingRules.Mode.EXACT, true);
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Region LEFT = new Region(0, 0, 0.5, 1);
  private static final Region RIGHT = new Region(0.5, 0, 0.5, 1);

  private final FixedImageEncoder encoder = new FixedImageEncoder();
  private final WordReader reader = new WordReader();
  private final CountingAdmission admission = new CountingAdmission();
  private final Counter abandoned = new SimpleMeterRegistry().counter("abandoned");
  private final List<Work> works = new ArrayList<>();
  private final PictureEmbeddings embeddings = remembering(1000);

  private PictureEmbeddings remembering(long most) {
    Cache<PictureKey, Embedding> cache = Caffeine.newBuilder()
        .executor(Runnable::run)
        .maximumWeight(most)
        .weigher((PictureKey _, Embedding _) -> 1)
        .build();
    return new PictureEmbeddings(
        PictureNames.byContent(model("9f2c", "fp32"), UPRIGHT), cache, reader, encoder);
  }

  private static ModelDescription model(String fingerprint, String precision) {
    return new ModelDescription(
        "tiny",
        fingerprint,
        "clip",
        FixedEmbeddings.DIMENSION,
        10.0,
        null,
        8,
        20,
        precision,
        "cpu",
        1,
        null);
  }

  private Work work(Duration limit, Urgency urgency) {
    Work work = new Work(
        items -> {
          Admission.Permit permit = admission.admit(items);
          return new Place(() -> {}, permit::close);
        },
        limit,
        () -> false,
        abandoned,
        urgency,
        Trace.NONE);
    works.add(work);
    return work;
  }

  private Work work() {
    return work(LONG, Urgency.INTERACTIVE);
  }

  private static Subject.Picture part(String word, Region... regions) {
    return new Subject.Picture(picture(word), List.of(regions));
  }

  private Viewing view(Work work, Subject.Picture... pictures) {
    return new Viewing(Arrays.asList(pictures), embeddings, work);
  }

  private Viewing view(Work work, String word) {
    return view(work, part(word));
  }

  private void awaitHeld(int count) {
    await().until(() -> encoder.heldBack().size() == count);
  }

  private static Embedding of(String word) {
    return FixedEmbeddings.of(word);
  }

  @AfterEach
  void nothingIsLeft() {
    works.forEach(Work::close);
    encoder.release();
    await().untilAsserted(() -> assertThat(admission.admitted()).isZero());
    assertThat(embeddings.underWay()).isZero();
    reader.close();
  }

  @Test
  void await_ofWhatIsRemembered_needsNoPlaceAndNoTime() {
    Viewing first = view(work(), "cat");
    assertThat(first.await()).containsExactly(of("cat"));
    assertThat(first.cacheUse()).isEqualTo(CacheUse.MISS);
    assertThat(first.timings(7).encode()).isEqualTo(20_000_000);
    admission.room(0);
    Viewing second = view(work(), "cat");
    assertThat(second.await()).containsExactly(of("cat"));
    assertThat(second.cacheUse()).isEqualTo(CacheUse.HIT);
    assertThat(second.timings(7)).isEqualTo(new Timings(0, 0, 0, 7));
    assertThat(encoder.encoded()).containsExactly("cat");
  }

  @Test
  void await_ofSeveral_encodesOnlyTheRestAndIsNoHit() {
    view(work(), "cat").await();
    Viewing viewing = view(work(), part("dog"), part("cat"), part("dog"));
    assertThat(viewing.await()).containsExactly(of("dog"), of("cat"), of("dog"));
    assertThat(viewing.cacheUse()).isEqualTo(CacheUse.MISS);
    assertThat(encoder.encoded()).containsExactly("cat", "dog");
  }

  @Test
  void regions_areRememberedOneByOne() {
    assertThat(view(work(), part("cat|dog", RIGHT)).await()).containsExactly(of("dog"));
    Viewing both = view(work(), part("cat|dog", LEFT, RIGHT, LEFT));
    assertThat(both.await()).containsExactly(of("cat"), of("dog"), of("cat"));
    assertThat(both.cacheUse()).isEqualTo(CacheUse.MISS);
    assertThat(encoder.encoded()).containsExactly("dog", "cat");
    Viewing again = view(work(), part("cat|dog", RIGHT, LEFT));
    assertThat(again.await()).containsExactly(of("dog"), of("cat"));
    assertThat(again.cacheUse()).isEqualTo(CacheUse.HIT);
    assertThat(view(work(), "cat|dog").await()).containsExactly(of("cat|dog"));
    assertThat(encoder.encoded()).containsExactly("dog", "cat", "cat|dog");
  }

  @Test
  void samePictureAtOnce_isEncodedOnceAndHasOnePlace() {
    encoder.hold();
    Viewing first = view(work(), "cat");
    Viewing second = view(work(), "cat");
    awaitHeld(1);
    assertThat(admission.admitted()).isEqualTo(1);
    encoder.release();
    assertThat(first.await()).containsExactly(of("cat"));
    assertThat(second.await()).containsExactly(of("cat"));
    assertThat(second.cacheUse()).isEqualTo(CacheUse.MISS);
    assertThat(encoder.encoded()).containsExactly("cat");
  }

  @Test
  void room_isThereAgainWhenTheAnswerIs() {
    encoder.hold();
    List<Integer> admitted = new ArrayList<>();
    CompletableFuture<List<Glimpse>> answer =
        embeddings.get(List.of(part("cat")), work()).getFirst();
    CompletableFuture<?> _ = answer.thenRun(() -> admitted.add(admission.admitted()));
    awaitHeld(1);
    assertThat(admission.admitted()).isEqualTo(1);
    encoder.release();
    assertThat(answer).isCompleted();
    assertThat(admitted).containsExactly(0);
  }

  @Test
  void close_byTheOneWhoBegan_leavesTheFlightToTheOther() {
    encoder.hold();
    Work first = work();
    view(first, "cat");
    Viewing second = view(work(), "cat");
    awaitHeld(1);
    first.close();
    assertThat(encoder.heldBack().getFirst()).isNotDone();
    assertThat(admission.admitted()).isEqualTo(1);
    encoder.release();
    assertThat(second.await()).containsExactly(of("cat"));
    assertThat(view(work(), "cat").await()).containsExactly(of("cat"));
    assertThat(encoder.encoded()).containsExactly("cat");
  }

  @Test
  void close_byAll_takesThePictureBackAndTheNextOneStartsAnew() {
    encoder.hold();
    Work first = work();
    Work second = work();
    view(first, "cat");
    view(second, "cat");
    awaitHeld(1);
    second.close();
    assertThat(encoder.heldBack().getFirst()).isNotDone();
    first.close();
    assertThat(encoder.heldBack().getFirst()).isCancelled();
    assertThat(admission.admitted()).isZero();
    encoder.release();
    assertThat(view(work(), "cat").await()).containsExactly(of("cat"));
    assertThat(encoder.encoded()).containsExactly("cat", "cat");
  }

  @Test
  void deadlineOfTheOneWhoBegan_isNotThatOfTheOther() {
    encoder.hold();
    Work hasty = work(Duration.ofMillis(50), Urgency.INTERACTIVE);
    Viewing first = view(hasty, "cat");
    Viewing second = view(work(), "cat");
    awaitHeld(1);
    assertThatThrownBy(first::await).isInstanceOf(DeadlineExceededException.class);
    hasty.close();
    encoder.release();
    assertThat(second.await()).containsExactly(of("cat"));
    assertThat(encoder.encoded()).containsExactly("cat");
  }

  @Test
  void failure_isTheSameForAllAndIsNotRemembered() {
    encoder.hold();
    Viewing first = view(work(), "cat");
    Viewing second = view(work(), "cat");
    awaitHeld(1);
    encoder.heldBack().getFirst().completeExceptionally(new IllegalStateException("broken"));
    assertThatThrownBy(first::await).hasMessage("broken");
    assertThatThrownBy(second::await).hasMessage("broken");
    encoder.release();
    assertThat(view(work(), "cat").await()).containsExactly(of("cat"));
  }

  @Test
  void failureOfOneRegion_takesTheOthersBack() {
    encoder.hold();
    Viewing viewing = view(work(), part("cat|dog", LEFT, RIGHT));
    awaitHeld(2);
    encoder.heldBack().getFirst().completeExceptionally(new IllegalStateException("broken"));
    assertThatThrownBy(viewing::await).hasMessage("broken");
    assertThat(encoder.heldBack().getLast()).isCancelled();
  }

  @Test
  void undecodable_failsEachTime() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> view(work(), "broken").await())
          .isInstanceOf(UndecodableImageException.class);
      Work work = work();
      assertThatThrownBy(() -> view(
              work, new Subject.Picture("no picture".getBytes(StandardCharsets.UTF_8), List.of())))
          .isInstanceOf(UnsupportedImageException.class);
    }
    assertThat(encoder.encoded()).isEmpty();
  }

  @Test
  void noRoom_isRefusedAndLeavesTheJoinedFlight() {
    encoder.hold();
    Work first = work();
    view(first, "cat");
    awaitHeld(1);
    admission.room(1);
    Work second = work();
    assertThatThrownBy(() -> view(second, part("cat"), part("dog")))
        .isInstanceOf(EncoderOverloadedException.class);
    second.close();
    first.close();
    assertThat(encoder.heldBack().getFirst()).isCancelled();
  }

  @Test
  void somebodyInAHurry_doesNotWaitBehindABatch() {
    encoder.hold();
    view(work(LONG, Urgency.BULK), "cat");
    awaitHeld(1);
    Viewing hurried = view(work(), "cat");
    awaitHeld(2);
    assertThat(encoder.urgencies()).containsExactlyInAnyOrder(Urgency.BULK, Urgency.INTERACTIVE);
    Viewing another = view(work(LONG, Urgency.BULK), "cat");
    encoder.release();
    assertThat(hurried.await()).containsExactly(of("cat"));
    assertThat(another.await()).containsExactly(of("cat"));
    assertThat(encoder.encoded()).containsExactly("cat", "cat");
  }

  @Test
  void placeThatComesLate_isNotUsedForWhatHasArrivedMeanwhile() {
    List<Integer> asked = new ArrayList<>();
    AtomicInteger given = new AtomicInteger();
    Work bulk = new Work(
        items -> {
          asked.add(items);
          view(work(), "cat").await();
          return new Place(given::incrementAndGet, given::incrementAndGet);
        },
        LONG,
        () -> false,
        abandoned,
        Urgency.BULK,
        Trace.NONE);
    works.add(bulk);
    assertThat(view(bulk, "cat").await()).containsExactly(of("cat"));
    assertThat(asked).containsExactly(1);
    assertThat(given).hasValue(2);
    assertThat(encoder.encoded()).containsExactly("cat");
  }

  @Test
  void memoryIsFull_somethingIsForgotten() {
    PictureEmbeddings two = remembering(2);
    for (String word : List.of("cat", "dog", "cow")) {
      new Viewing(List.of(part(word)), two, work()).await();
    }
    assertThat(two.remembered().asMap()).hasSize(2);
    for (String word : List.of("cat", "dog", "cow")) {
      assertThat(new Viewing(List.of(part(word)), two, work()).await()).containsExactly(of(word));
    }
    assertThat(encoder.encoded()).hasSizeGreaterThan(3);
  }

  @Test
  void unshared_encodesEachForItselfAndRemembersNothing() {
    Cache<PictureKey, Embedding> cache = Caffeine.newBuilder().maximumSize(10).build();
    PictureEmbeddings off = new PictureEmbeddings(PictureNames.unshared(), cache, reader, encoder);
    for (int i = 0; i < 2; i++) {
      Viewing viewing = new Viewing(List.of(part("cat")), off, work());
      assertThat(viewing.await()).containsExactly(of("cat"));
      assertThat(viewing.cacheUse()).isEqualTo(CacheUse.MISS);
    }
    assertThat(encoder.encoded()).containsExactly("cat", "cat");
    assertThat(cache.asMap()).isEmpty();
  }

  @Test
  void pictureOfWhichMoreIsMade_isDecodedThoughRemembered() {
    view(work(), "cat").await();
    AtomicInteger looks = new AtomicInteger();
    Consumer<RgbImage> aside = _ -> looks.incrementAndGet();
    assertThat(view(work(), new Subject.Picture(picture("cat"), aside)).await())
        .containsExactly(of("cat"));
    assertThat(looks).hasValue(1);
  }

  @Test
  void picture_mayBeReduced_whileEveryPartOfItIsAmple() {
    view(work(), part("whole")).await();
    assertThat(reader.lastDetail().isEnough(100, 100)).isTrue();
    assertThat(reader.lastDetail().isEnough(100, 99)).isFalse();

    view(work(), part("left|right", LEFT, new Region(0.5, 0.5, 0.5, 0.25))).await();
    assertThat(reader.lastDetail().isEnough(200, 400)).isTrue();
    assertThat(reader.lastDetail().isEnough(200, 399)).isFalse();
    assertThat(reader.lastDetail().isEnough(199, 400)).isFalse();
  }

  @Test
  void picture_thatIsLookedAtAside_isNotReduced() {
    view(work(), new Subject.Picture(picture("cat"), (RgbImage _) -> {})).await();
    assertThat(reader.lastDetail()).isSameAs(Detail.ALL);
  }

  @Test
  void name_isOfAllThatDecidesTheEmbedding() {
    PictureName name = PictureNames.byContent(model("9f2c", "fp32"), UPRIGHT).of(picture("cat"));
    assertThat(PictureNames.byContent(model("9f2c", "fp32"), UPRIGHT).of(picture("cat")))
        .isEqualTo(name);
    assertThat(List.of(
            PictureNames.byContent(model("9f2c", "fp32"), UPRIGHT).of(picture("dog")),
            PictureNames.byContent(model("0000", "fp32"), UPRIGHT).of(picture("cat")),
            PictureNames.byContent(model("9f2c", "bf16"), UPRIGHT).of(picture("cat")),
            PictureNames.byContent(
                    model("9f2c", "fp32"), new DecodingRules(DecodingRules.Mode.EXACT, false))
                .of(picture("cat")),
            PictureNames.byContent(
                    model("9f2c", "fp32"), new DecodingRules(DecodingRules.Mode.FAST, true))
                .of(picture("cat"))))
        .doesNotContain(name)
        .doesNotHaveDuplicates();
  }

  @Test
  void manyAtOnce_someOfWhomLeave_allOthersAreAnswered() throws Exception {
    PictureEmbeddings small = remembering(3);
    try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
      List<Future<?>> done = new ArrayList<>();
      for (int client = 0; client < 16; client++) {
        Random random = new Random(client);
        done.add(clients.submit(() -> {
          for (int i = 0; i < 500; i++) {
            Urgency urgency = random.nextInt(4) == 0 ? Urgency.BULK : Urgency.INTERACTIVE;
            boolean leaves = random.nextInt(3) == 0;
            String left = "word" + random.nextInt(6);
            String right = "word" + random.nextInt(6);
            try (Work work = new Work(
                items -> {
                  Admission.Permit permit = admission.admit(items);
                  return new Place(() -> {}, permit::close);
                },
                LONG,
                () -> false,
                abandoned,
                urgency,
                Trace.NONE)) {
              Viewing viewing = new Viewing(
                  List.of(part(left + "|" + right, LEFT, RIGHT), part(right)), small, work);
              if (!leaves) {
                assertThat(viewing.await()).containsExactly(of(left), of(right), of(right));
              }
            }
          }
        }));
      }
      for (Future<?> one : done) {
        one.get(60, TimeUnit.SECONDS);
      }
    }
    assertThat(small.underWay()).isZero();
  }
}
