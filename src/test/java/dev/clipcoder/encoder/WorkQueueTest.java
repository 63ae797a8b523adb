package dev.clipcoder.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.encoder.WorkItem.Picture;
import dev.clipcoder.encoder.WorkItem.Text;
import dev.clipcoder.model.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

  /** So long that a test which waits for it fails by its own time limit. */
  private static final long FOREVER = Duration.ofHours(1).toNanos();

  private final AtomicInteger arriving = new AtomicInteger();
  private final WorkQueue queue = new WorkQueue(BatchSizes.upTo(4), 1, FOREVER, arriving::get);

  @Test
  void take_oneItemAlone_waitsForNobody() throws Exception {
    WorkItem only = picture();
    offer(only);

    assertThat(queue.take(true).items()).containsExactly(only);
  }

  @Test
  void take_moreWaitingThanFit_fillsBatchesInOrder() throws Exception {
    List<WorkItem> items =
        List.of(picture(), picture(), picture(), picture(), picture(), picture());
    offer(items.toArray(WorkItem[]::new));

    assertThat(queue.take(true).items()).containsExactlyElementsOf(items.subList(0, 4));
    assertThat(queue.take(true).items()).containsExactlyElementsOf(items.subList(4, 6));
  }

  @Test
  void take_anotherItemOnItsWay_waitsForIt() throws Exception {
    WorkItem first = picture();
    WorkItem second = picture();
    offer(first);
    arriving.set(1);
    CompletableFuture<List<WorkItem>> batch = takeElsewhere();
    while (queue.size() > 0) {
      Thread.onSpinWait();
    }
    queue.offer(List.of(second)); // two are there, and another is still on its way
    assertThatThrownBy(() -> batch.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    arriving.set(0);
    queue.offer(List.of(text()));

    assertThat(batch.get(10, TimeUnit.SECONDS)).containsExactly(first, second);
  }

  @Test
  void take_otherWorkWaitsAndNoLaneIsFree_goesAtOnce() throws Exception {
    WorkItem image = picture();
    offer(image, text());
    arriving.set(1);

    assertThat(queue.take(true).items()).containsExactly(image);
  }

  @Test
  void take_picturesOnTheirWay_doNotMakeBatchesOfTextsLarger() throws Exception {
    WorkQueue shared = new WorkQueue(BatchSizes.upTo(16), 2, FOREVER, () -> 8);
    shared.offer(List.of(text(), text(), text(), text()));

    assertThat(shared.take(true).items()).hasSize(2);
  }

  @Test
  void take_delayOver_goesWithoutTheMissing() throws Exception {
    WorkQueue impatient =
        new WorkQueue(BatchSizes.upTo(4), 1, Duration.ofMillis(1).toNanos(), () -> 9);
    WorkItem only = picture();
    impatient.offer(List.of(only));

    assertThat(impatient.take(true).items()).containsExactly(only);
  }

  @Test
  void take_interactiveArrivedLater_goesFirst() throws Exception {
    WorkItem bulk = WorkItem.of(text(5), Deadline.in(Duration.ofMinutes(1)), Urgency.BULK);
    WorkItem interactive = picture();
    offer(bulk, interactive);

    assertThat(queue.take(true).items()).containsExactly(interactive);
    assertThat(queue.take(true).items()).containsExactly(bulk);
  }

  @Test
  void take_picturesAndTextsOfTwoLengths_neverShareABatch() throws Exception {
    WorkItem shortText = item(text(5));
    WorkItem image = picture();
    WorkItem longText = item(text(70));
    WorkItem anotherShort = item(text(7));
    offer(shortText, image, longText, anotherShort);

    assertThat(queue.take(true).items()).containsExactly(shortText, anotherShort);
    assertThat(queue.take(true).items()).containsExactly(image);
    assertThat(queue.take(true).items()).containsExactly(longText);
  }

  @Test
  void take_cancelledItem_isNotDone() throws Exception {
    WorkItem gone = picture();
    WorkItem stays = picture();
    offer(gone, stays);
    gone.result().cancel(false);

    assertThat(queue.take(true).items()).containsExactly(stays);
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

    assertThat(queue.take(true).items()).containsExactly(inTime);
    assertThatThrownBy(() -> late.result().join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(DeadlineExceededException.class);
  }

  @Test
  void take_deadlinePassed_tellsWithoutTheLock() throws Exception {
    WorkItem late = WorkItem.of(text(5), Deadline.in(Duration.ZERO), Urgency.INTERACTIVE);
    CompletableFuture<Integer> sizeMeanwhile = late.result()
        .handle((_, _) -> CompletableFuture.supplyAsync(queue::size)
            .orTimeout(10, TimeUnit.SECONDS)
            .join());
    offer(late, picture());
    var _ = queue.take(true);

    assertThat(sizeMeanwhile.get()).isZero();
  }

  @Test
  void take_cancelledBulkWork_leavesTheQueueThoughNobodyTakesIt() throws Exception {
    WorkItem bulk = WorkItem.of(text(5), Deadline.in(Duration.ofMinutes(1)), Urgency.BULK);
    offer(picture(), bulk);
    bulk.result().cancel(false);
    var _ = queue.take(true);

    assertThat(queue.size()).isZero();
  }

  @Test
  void close_handsOutWhatIsQueuedThenEnds() throws Exception {
    WorkItem queued = picture();
    offer(queued);
    queue.close();

    assertThat(queue.offer(List.of(picture()))).isFalse();
    assertThat(queue.take(true).items()).containsExactly(queued);
    assertThat(queue.take(true).items()).isEmpty();
  }

  @Test
  void close_wakesWhoWaits() throws Exception {
    CompletableFuture<List<WorkItem>> batch = new CompletableFuture<>();
    Thread taker = Thread.ofPlatform().start(() -> {
      try {
        batch.complete(queue.take(true).items());
      } catch (InterruptedException e) {
        batch.completeExceptionally(e);
      }
    });
    await().until(() -> taker.getState() == Thread.State.WAITING);
    queue.close();

    assertThat(batch.get(10, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void take_twoLanes_oneItemAloneHasTheWholeDevice_othersWait() throws Exception {
    WorkQueue shared = new WorkQueue(BatchSizes.upTo(4), 2, FOREVER, arriving::get);
    WorkItem only = picture();
    WorkItem later = picture();
    shared.offer(List.of(only));

    WorkQueue.Batch first = shared.take(true);
    assertThat(first.items()).containsExactly(only);
    assertThat(first.hasWholeDevice()).isTrue();
    shared.offer(List.of(later, picture()));
    CompletableFuture<List<WorkItem>> second = takeElsewhere(shared, false);
    assertThatThrownBy(() -> second.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    first.close();

    assertThat(second.get(10, TimeUnit.SECONDS)).containsExactly(later);
  }

  @Test
  void take_secondLaneAndOneItemAlone_leavesItToTheFirst() throws Exception {
    WorkQueue shared = new WorkQueue(BatchSizes.upTo(4), 2, FOREVER, arriving::get);
    WorkItem only = picture();
    CompletableFuture<List<WorkItem>> second = takeElsewhere(shared, false);
    shared.offer(List.of(only));
    assertThatThrownBy(() -> second.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);

    WorkQueue.Batch first = shared.take(true);
    assertThat(first.items()).containsExactly(only);
    assertThat(first.hasWholeDevice()).isTrue();
    first.close();
    WorkItem last = picture();
    shared.offer(List.of(last));
    shared.close(); // now nobody else may come
    assertThat(second.get(10, TimeUnit.SECONDS)).containsExactly(last);
  }

  @Test
  void take_twoLanes_shareWhatWaits() throws Exception {
    WorkQueue shared = new WorkQueue(BatchSizes.upTo(8), 2, 0, arriving::get);
    List<WorkItem> items = List.of(picture(), picture(), picture(), picture(), picture());
    shared.offer(items);

    WorkQueue.Batch first = shared.take(true);
    WorkQueue.Batch second = shared.take(false);
    assertThat(first.items()).isEqualTo(items.subList(0, 3));
    assertThat(second.items()).isEqualTo(items.subList(3, 5));
    assertThat(first.hasWholeDevice() || second.hasWholeDevice()).isFalse();
  }

  @Test
  void take_otherLaneWorks_isHalfOfTheLargestBatch() throws Exception {
    WorkQueue shared = new WorkQueue(BatchSizes.upTo(8), 2, 0, arriving::get);
    shared.offer(List.of(picture(), picture()));
    WorkQueue.Batch busy = shared.take(true);
    shared.offer(List.of(picture(), picture(), picture(), picture(), picture()));

    WorkQueue.Batch next = shared.take(true);
    assertThat(next.items()).hasSize(4);
    next.close();
    assertThat(shared.take(true).items()).hasSize(2);
    busy.close();
  }

  @Test
  void take_wholeDeviceGivenBackAfterClose_endsForEveryLane() throws Exception {
    WorkQueue shared = new WorkQueue(BatchSizes.upTo(4), 2, FOREVER, arriving::get);
    shared.offer(List.of(picture()));
    WorkQueue.Batch last = shared.take(true);
    CompletableFuture<List<WorkItem>> idle = takeElsewhere(shared, false);
    shared.close();
    last.close();

    assertThat(idle.get(10, TimeUnit.SECONDS)).isEmpty();
    assertThat(shared.take(true).isEmpty()).isTrue();
  }

  private CompletableFuture<List<WorkItem>> takeElsewhere() {
    return takeElsewhere(queue, true);
  }

  private static CompletableFuture<List<WorkItem>> takeElsewhere(
      WorkQueue queue, boolean isFirstLane) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return queue.take(isFirstLane).items();
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

  private static WorkItem text() {
    return item(text(5));
  }

  private static Text text(int length) {
    return new Text(new Tokens(new long[length], length - 1, length));
  }

  private static WorkItem item(WorkItem.Payload payload) {
    return WorkItem.of(payload, Deadline.in(Duration.ofMinutes(1)), Urgency.INTERACTIVE);
  }
}
