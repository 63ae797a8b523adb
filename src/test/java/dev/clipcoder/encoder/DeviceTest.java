package dev.clipcoder.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.clipcoder.encoder.WorkItem.Picture;
import dev.clipcoder.encoder.internal.Towers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The thread that computes, with networks that misbehave: every item gets an end, and the next batch is fine. */
class DeviceTest {

  private final ScriptedTowers towers = new ScriptedTowers();
  private final AtomicInteger admitted = new AtomicInteger();
  private final WorkQueue queue =
      new WorkQueue(BatchSizes.upTo(4), 1, Duration.ofHours(1).toNanos(), admitted::get);
  private final Device device = new Device("test", towers, queue, 1, 1, new SimpleMeterRegistry());

  @AfterEach
  void stop() {
    device.close();
  }

  @Test
  void encode_oneRowOfABatchIsNotFinite_theOthersHaveTheirs() {
    List<WorkItem.Encoding> items = List.of(picture(), picture(), picture());
    towers.answer = count -> new float[][] {{1, 0}, {Float.NaN, 0}, {0, 1}};
    device.submit(items);
    device.start();

    assertThat(outcome(items.get(0)).embedding().toArray()).containsExactly(1, 0);
    assertThat(outcome(items.get(2)).embedding().toArray()).containsExactly(0, 1);
    assertThatThrownBy(() -> outcome(items.get(1)))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(EncoderUnavailableException.class);
  }

  @Test
  void encode_errorInTheEngine_isToldAndTheNextBatchIsFine() {
    towers.answer = count -> {
      throw new NoSuchMethodError("in the engine");
    };
    device.start();
    WorkItem.Encoding unlucky = picture();
    device.submit(List.of(unlucky));
    assertThatThrownBy(() -> outcome(unlucky))
        .hasCauseInstanceOf(EncoderUnavailableException.class);

    towers.answer = ScriptedTowers::sound;
    WorkItem.Encoding next = picture();
    device.submit(List.of(next));
    assertThat(outcome(next).embedding().dimension()).isEqualTo(2);
  }

  @Test
  void condition_everythingFails_isLost_untilSomethingWorks() {
    towers.answer = _ -> {
      throw new IllegalStateException("CUDA error: unspecified launch failure");
    };
    device.start();
    failOnce();
    failOnce();
    assertThat(device.condition().failure()).isEmpty();
    failOnce();
    device.submit(List.of(picture())); // behind the good batch that was tried
    await().untilAsserted(() -> assertThat(device.condition().failure()).isPresent());

    towers.answer = ScriptedTowers::sound;
    WorkItem.Encoding next = picture();
    device.submit(List.of(next));
    assertThat(outcome(next)).isNotNull();
    await().untilAsserted(() -> assertThat(device.condition().failure()).isEmpty());
  }

  @Test
  void condition_onlySomeBatchesFail_isNotTheDevice() {
    AtomicInteger calls = new AtomicInteger();
    towers.answer = count -> {
      if (calls.incrementAndGet() % 4 != 0) {
        throw new IllegalStateException("of this batch");
      }
      return ScriptedTowers.sound(count);
    };
    device.start();
    for (int i = 0; i < 6; i++) {
      failOnce();
    }
    // With two good batches that were tried.
    await().untilAsserted(() -> assertThat(calls.get()).isEqualTo(8));
    assertThat(device.condition().failure()).isEmpty();
  }

  @Test
  void condition_batchThatDoesNotEnd_isLost() {
    DeviceCondition condition = new DeviceCondition(Duration.ofNanos(1));
    assertThat(condition.failure()).isEmpty();
    DeviceCondition.Stay stay = condition.begun();
    await().untilAsserted(() -> assertThat(condition.failure()).isPresent());
    stay.close();
    assertThat(condition.failure()).isEmpty();
  }

  @Test
  void thread_thatDies_isTold_andLeavesNobodyWaiting() {
    towers.plans = () -> {
      throw new UnsatisfiedLinkError("in the engine");
    };
    WorkItem.Encoding waiting = picture();
    device.submit(List.of(waiting));
    device.start();
    assertThatThrownBy(() -> outcome(waiting))
        .hasCauseInstanceOf(EncoderUnavailableException.class);
    assertThat(device.condition().failure()).isPresent();
    assertThatThrownBy(() -> device.submit(List.of(picture())))
        .isInstanceOf(EncoderUnavailableException.class);
  }

  private void failOnce() {
    WorkItem.Encoding item = picture();
    device.submit(List.of(item));
    assertThatThrownBy(() -> outcome(item)).hasCauseInstanceOf(EncoderUnavailableException.class);
  }

  @Test
  void encode_deviceHasMemoryForOneOnly_everyItemHasAnAnswer() {
    towers.answer = count -> {
      if (count > 1) {
        throw new DeviceMemoryException(new IllegalStateException("CUDA out of memory"));
      }
      return ScriptedTowers.sound(count);
    };
    List<WorkItem.Encoding> items = List.of(picture(), picture(), picture(), picture());
    device.submit(items);
    device.start();

    assertThat(items).allSatisfy(item -> assertThat(outcome(item)).isNotNull());
  }

  @Test
  void encode_deviceHasNoMemoryAtAll_isToldAndTheNextBatchIsFine() {
    towers.answer = count -> {
      throw new DeviceMemoryException(new IllegalStateException("CUDA out of memory"));
    };
    List<WorkItem.Encoding> items = List.of(picture(), picture(), picture(), picture());
    device.submit(items);
    device.start();
    assertThat(items)
        .allSatisfy(item -> assertThatThrownBy(() -> outcome(item))
            .hasCauseInstanceOf(EncoderUnavailableException.class));
    assertThat(device.condition().failure()).isPresent(); // the last was behind three failures

    towers.answer = ScriptedTowers::sound;
    WorkItem.Encoding next = picture();
    device.submit(List.of(next));
    assertThat(outcome(next)).isNotNull();
  }

  @Test
  void twoLanes_workAtTheSameTime_andSayThatTheyShare() {
    CyclicBarrier together = new CyclicBarrier(2);
    towers.answer = count -> {
      try {
        together.await(10, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw new IllegalStateException(e);
      }
      return ScriptedTowers.sound(count);
    };
    WorkQueue shared = new WorkQueue(BatchSizes.upTo(4), 2, 0, () -> 0);
    try (Device two = new Device("two", towers, shared, 1, 3, new SimpleMeterRegistry())) {
      List<WorkItem.Encoding> items = List.of(picture(), picture());
      two.submit(items);
      two.start();

      assertThat(items).allSatisfy(item -> assertThat(outcome(item)).isNotNull());
      assertThat(towers.threads).containsExactlyInAnyOrder(1, 2);
    }
  }

  @Test
  void oneItemAlone_hasAllProcessors() {
    WorkQueue shared = new WorkQueue(BatchSizes.upTo(4), 2, 0, () -> 0);
    try (Device two = new Device("two", towers, shared, 1, 3, new SimpleMeterRegistry())) {
      two.start();
      WorkItem.Encoding only = picture();
      two.submit(List.of(only));

      assertThat(outcome(only)).isNotNull();
      assertThat(towers.threads).containsExactly(3);
    }
  }

  @Test
  void laneThatDies_isToldThoughTheOtherWorks() throws Exception {
    CountDownLatch dead = new CountDownLatch(1);
    towers.plans = () -> {
      if (Thread.currentThread().getName().endsWith("-2")) {
        throw new UnsatisfiedLinkError("in the engine");
      }
    };
    towers.answer = count -> {
      awaitLatch(dead);
      return ScriptedTowers.sound(count);
    };
    WorkQueue shared = new WorkQueue(BatchSizes.upTo(4), 2, 0, () -> 0);
    Device two = new Device("two", towers, shared, 1, 2, new SimpleMeterRegistry());
    try (two) {
      WorkItem.Encoding inHand = picture();
      two.submit(List.of(inHand));
      two.start();
      await().untilAsserted(() -> assertThat(two.condition().failure()).isPresent());
      dead.countDown();

      assertThat(outcome(inHand)).isNotNull();
    }
    // The first lane has ended, and so has said that its batch came through.
    assertThat(two.condition().failure()).isPresent();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void laneThatDiesBeforeItComputes_leavesNobodyWaiting() {
    towers.settingThreads = () -> {
      throw new UnsatisfiedLinkError("in the engine");
    };
    device.start();
    WorkItem.Encoding inHand = picture();
    device.submit(List.of(inHand));

    assertThatThrownBy(() -> outcome(inHand)).hasCauseInstanceOf(EncoderUnavailableException.class);
    await().untilAsserted(() -> assertThat(device.condition().failure()).isPresent());
  }

  @Test
  void close_itemsWait_theyAreDoneFirst() {
    List<WorkItem.Encoding> items = List.of(picture(), picture(), picture(), picture(), picture());
    device.submit(items);
    device.start();
    device.close();

    assertThat(items).allMatch(item -> item.result().isDone());
    assertThat(items).noneMatch(item -> item.result().isCompletedExceptionally());
    assertThatThrownBy(() -> device.submit(List.of(picture())))
        .isInstanceOf(EncoderUnavailableException.class);
  }

  @Test
  void interrupted_theBatchInHandIsDoneAndWhatComesIsRefused() throws Exception {
    CompletableFuture<Thread> computing = new CompletableFuture<>();
    towers.answer = count -> {
      computing.complete(Thread.currentThread());
      return ScriptedTowers.sound(count);
    };
    device.start();
    WorkItem.Encoding first = picture();
    device.submit(List.of(first));
    assertThat(outcome(first)).isNotNull();
    // More are on their way than ever come: the batch would wait for an hour.
    admitted.set(9);
    WorkItem.Encoding inHand = picture();
    device.submit(List.of(inHand));
    while (queue.size() > 0) {
      Thread.onSpinWait();
    }
    Thread thread = computing.get();
    thread.interrupt();

    assertThat(outcome(inHand)).isNotNull();
    thread.join();
    assertThatThrownBy(() -> device.submit(List.of(picture())))
        .isInstanceOf(EncoderUnavailableException.class);
  }

  /** Not for ever: broken code is one that never answers. */
  private static Encoded outcome(WorkItem.Encoding item) {
    return item.result().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static WorkItem.Encoding picture() {
    return WorkItem.of(
        new Picture(new Pixels(new byte[3], 1)),
        Deadline.in(Duration.ofMinutes(1)),
        Urgency.INTERACTIVE);
  }

  /** Answers as it is told to. */
  private static final class ScriptedTowers implements Towers {

    private volatile IntFunction<float[][]> answer = ScriptedTowers::sound;

    private static float[][] sound(int count) {
      float[][] rows = new float[count][];
      for (int i = 0; i < count; i++) {
        rows[i] = new float[] {1, 0};
      }
      return rows;
    }

    private volatile Runnable plans = () -> {};
    private volatile Runnable settingThreads = () -> {};
    private final Collection<Integer> threads = new ConcurrentLinkedQueue<>();

    @Override
    public void useFixedPlansOnThisThread() {
      plans.run();
    }

    @Override
    public void useThreads(int count) {
      settingThreads.run();
      threads.add(count);
    }

    @Override
    public float[][] encodeImages(ByteBuffer pixels, int count) {
      return answer.apply(count);
    }

    @Override
    public float[][] encodeTexts(long[] ids, long[] ends) {
      return answer.apply(ends.length);
    }
  }
}
