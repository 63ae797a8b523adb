package dev.clipcoder.textbank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.clipcoder.encoder.CountingAdmission;
import dev.clipcoder.encoder.Deadline;
import dev.clipcoder.encoder.DeadlineExceededException;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.encoder.EncoderOverloadedException;
import dev.clipcoder.encoder.FixedEmbeddings;
import dev.clipcoder.encoder.FixedTextEncoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TextEmbeddingsTest {

  private final FixedTextEncoder encoder = new FixedTextEncoder();
  private final CountingAdmission admission = new CountingAdmission();
  private final Map<String, EncodedText> stored = new HashMap<>();
  private final TextEmbeddings texts = new TextEmbeddings(
      encoder, admission, Caffeine.newBuilder().maximumSize(1000).build(), this::find);

  private CompletableFuture<Map<String, EncodedText>> find(List<String> wanted) {
    Map<String, EncodedText> found = new HashMap<>(stored);
    found.keySet().retainAll(wanted);
    return CompletableFuture.completedFuture(found);
  }

  private CompletableFuture<List<EncodedText>> embed(String... wanted) {
    return texts.embed(List.of(wanted), Deadline.in(Duration.ofSeconds(10)));
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(admission.admitted()).isZero();
  }

  @Test
  void embed_answersInOrderWithRepetitions() {
    assertThat(embed("cat", "dog", "cat").join())
        .extracting(EncodedText::embedding)
        .containsExactly(
            FixedEmbeddings.of("cat"), FixedEmbeddings.of("dog"), FixedEmbeddings.of("cat"));
    assertThat(encoder.encoded()).containsExactly("cat", "dog");
  }

  @Test
  void embed_ofWhatIsRemembered_encodesOnlyTheRest() {
    embed("cat").join();
    embed("cat", "dog").join();
    assertThat(encoder.encoded()).containsExactly("cat", "dog");
  }

  @Test
  void embed_ofWhatIsStored_encodesOnlyTheRest() {
    stored.put("cat", new EncodedText(FixedEmbeddings.of("cat"), 3, false));
    assertThat(embed("dog", "cat").join())
        .extracting(EncodedText::embedding)
        .containsExactly(FixedEmbeddings.of("dog"), FixedEmbeddings.of("cat"));
    embed("cat").join();
    assertThat(encoder.encoded()).containsExactly("dog");
  }

  @Test
  void embed_ofWhatIsUnderWay_joinsIt() {
    encoder.hold();
    CompletableFuture<List<EncodedText>> first = embed("cat", "dog");
    CompletableFuture<List<EncodedText>> second = embed("dog");
    assertThat(admission.admitted()).isEqualTo(2);
    encoder.release();
    assertThat(first.join()).hasSize(2);
    assertThat(second.join().getFirst().embedding()).isEqualTo(FixedEmbeddings.of("dog"));
    assertThat(encoder.encoded()).containsExactly("cat", "dog");
  }

  @Test
  void cancel_byOneOfTwo_leavesTheFlightToTheOther() {
    encoder.hold();
    CompletableFuture<List<EncodedText>> first = embed("cat");
    CompletableFuture<List<EncodedText>> second = embed("cat");
    first.cancel(true);
    assertThat(encoder.heldBack().getFirst()).isNotDone();
    encoder.release();
    assertThat(second.join()).hasSize(1);
    assertThat(encoder.encoded()).containsExactly("cat");
  }

  @Test
  void cancel_byAll_takesTheTextsBackAndTheNextOneStartsAnew() {
    encoder.hold();
    CompletableFuture<List<EncodedText>> first = embed("cat");
    CompletableFuture<List<EncodedText>> second = embed("cat");
    first.cancel(true);
    second.cancel(true);
    assertThat(encoder.heldBack().getFirst()).isCancelled();
    assertThat(admission.admitted()).isZero();
    CompletableFuture<List<EncodedText>> third = embed("cat");
    encoder.release();
    assertThat(third.join()).hasSize(1);
  }

  @Test
  void flightThatMissesTheDeadlineOfItsFirstCaller_isBegunAnewForTheOthers() {
    encoder.hold();
    CompletableFuture<List<EncodedText>> first = embed("cat");
    CompletableFuture<List<EncodedText>> second = embed("cat", "dog");
    encoder.heldBack().getFirst().completeExceptionally(new DeadlineExceededException("late"));
    assertThat(first).isCompletedExceptionally();
    assertThat(second).isNotDone();
    encoder.release();
    assertThat(second.join()).hasSize(2);
  }

  @Test
  void flightThatFails_isNotRemembered() {
    encoder.failWith(new IllegalStateException("broken"));
    assertThatThrownBy(() -> embed("cat").join()).hasRootCauseMessage("broken");
    encoder.failWith(null);
    assertThat(embed("cat").join()).hasSize(1);
  }

  @Test
  void embed_ofMany_sendsAFewAtATimeAndCountsAsThatMany() {
    String[] many = IntStream.range(0, 100).mapToObj("text %d"::formatted).toArray(String[]::new);
    encoder.hold();
    CompletableFuture<List<EncodedText>> all = embed(many);
    assertThat(encoder.encoded()).hasSize(Flight.AT_ONCE);
    assertThat(admission.admitted()).isEqualTo(Flight.AT_ONCE);
    encoder.release();
    assertThat(all.join()).hasSize(100);
    assertThat(encoder.encoded()).containsExactly(many);
  }

  @Test
  void cancel_amongMany_sendsNoMore() {
    String[] many = IntStream.range(0, 100).mapToObj("text %d"::formatted).toArray(String[]::new);
    encoder.hold();
    CompletableFuture<List<EncodedText>> all = embed(many);
    all.cancel(true);
    encoder.release();
    assertThat(encoder.encoded()).hasSize(Flight.AT_ONCE);
  }

  @Test
  void embed_withoutRoom_isRefusedAndLeavesTheJoinedFlight() {
    encoder.hold();
    CompletableFuture<List<EncodedText>> first = embed("cat");
    admission.room(1);
    assertThatThrownBy(() -> embed("cat", "dog")).isInstanceOf(EncoderOverloadedException.class);
    first.cancel(true);
    assertThat(encoder.heldBack().getFirst()).isCancelled();
  }
}
