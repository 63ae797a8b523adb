package dev.clipcoder.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clipcoder.encoder.WorkItem.Picture;
import dev.clipcoder.encoder.WorkItem.Text;
import dev.clipcoder.model.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

  /** So long that a test which waits for it fails by its own time limit. */
  private static final long FOREVER = Duration.ofHours(1).toNanos();

  private final AtomicInteger arriving = new AtomicInteger();
  private final WorkQueue queue = new WorkQueue(BatchSizes.upTo(4), FOREVER, arriving::get);

  @Test
  void take_oneItemAlone_waitsForNobody() throws Exception {
    WorkItem only = picture();
    offer(only);

    assertThat(queue.take()).containsExactly(only);
  }

  @Test
  void take_moreWaitingThanFit_fillsBatchesInOrder() throws Exception {
    List<WorkItem> items =
        List.of(picture(), picture(), picture(), picture(), picture(), picture());
    offer(items.toArray(WorkItem[]::new));

    assertThat(queue.take()).containsExactlyElementsOf(items.subList(0, 4));
    assertThat(queue.take()).containsExactlyElementsOf(items.subList(4, 6));
  }

  @Test
  void take_anotherItemOnItsWay_waitsForIt() throws Exception {
    WorkItem first = picture();
    WorkItem second = picture();
    offer(first);
    arriving.set(1);
    CompletableFuture<List<WorkItem>> batch = takeElsewhere();
    arriving.set(0);
    queue.offer(List.of(second));

    assertThat(batch.get()).containsExactly(first, second);
  }

  @Test
  void take_delayOver_goesWithoutTheMissing() throws Exception {
    WorkQueue impatient =
        new WorkQueue(BatchSizes.upTo(4), Duration.ofMillis(1).toNanos(), () -> 9);
    WorkItem only = picture();
    impatient.offer(List.of(only));

    assertThat(impatient.take()).containsExactly(only);
  }

  @Test
  void take_interactiveArrivedLater_goesFirst() throws Exception {
    WorkItem bulk = WorkItem.of(text(5), Deadline.in(Duration.ofMinutes(1)), Urgency.BULK);
    WorkItem interactive = picture();
    offer(bulk, interactive);

    assertThat(queue.take()).containsExactly(interactive);
    assertThat(queue.take()).containsExactly(bulk);
  }

  @Test
  void take_picturesAndTextsOfTwoLengths_neverShareABatch() throws Exception {
    WorkItem shortText = item(text(5));
    WorkItem image = picture();
    WorkItem longText = item(text(70));
    WorkItem anotherShort = item(text(7));
    offer(shortText, image, longText, anotherShort);

    assertThat(queue.take()).containsExactly(shortText, anotherShort);
    assertThat(queue.take()).containsExactly(image);
    assertThat(queue.take()).containsExactly(longText);
  }

  @Test
  void take_cancelledItem_isNotDone() throws Exception {
    WorkItem gone = picture();
    WorkItem stays = picture();
    offer(gone, stays);
    gone.result().cancel(false);

    assertThat(queue.take()).containsExactly(stays);
  }

  @Test
  void take_cancelledWhileTheBatchWaits_isNotDone() throws Exception {
    WorkItem gone = picture();
    WorkItem stays = picture();
    offer(gone);
    arriving.set(1);
    CompletableFuture<List<WorkItem>> batch = takeElsewhere();
    while (queue.size() > 0) {
      Thread.onSpinWait();
    }
    gone.result().cancel(false);
    arriving.set(0);
    queue.offer(List.of(stays));

    assertThat(batch.get()).containsExactly(stays);
  }

  @Test
  void take_deadlinePassed_tellsTheCallerAndGoesOn() throws Exception {
    WorkItem late = WorkItem.of(text(5), Deadline.in(Duration.ZERO), Urgency.INTERACTIVE);
    WorkItem inTime = picture();
    offer(late, inTime);

    assertThat(queue.take()).containsExactly(inTime);
    assertThatThrownBy(() -> late.result().join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(DeadlineExceededException.class);
  }

  @Test
  void close_handsOutWhatIsQueuedThenEnds() throws Exception {
    WorkItem queued = picture();
    offer(queued);
    queue.close();

    assertThat(queue.offer(List.of(picture()))).isFalse();
    assertThat(queue.take()).containsExactly(queued);
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void close_wakesWhoWaits() throws Exception {
    CompletableFuture<List<WorkItem>> batch = takeElsewhere();
    queue.close();

    assertThat(batch.get()).isEmpty();
  }

  private CompletableFuture<List<WorkItem>> takeElsewhere() {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return queue.take();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private void offer(WorkItem... items) {
    assertThat(queue.offer(List.of(items))).isTrue();
  }

  private static WorkItem picture() {
    return item(new Picture(new Pixels(new byte[3], 1)));
  }

  private static Text text(int length) {
    return new Text(new Tokens(new long[length], length - 1, length));
  }

  private static WorkItem item(WorkItem.Payload payload) {
    return WorkItem.of(payload, Deadline.in(Duration.ofMinutes(1)), Urgency.INTERACTIVE);
  }
}
