package dev.clipcoder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DecodeQueueTest {

  private static final long BUDGET = 100;

  @Test
  void submit_manySizes_neverExceedsTheBudget() {
    AtomicLong held = new AtomicLong();
    AtomicLong most = new AtomicLong();
    Random random = new Random(1);
    try (DecodeQueue queue = new DecodeQueue(4, BUDGET)) {
      List<CompletableFuture<Boolean>> outcomes = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        long pixels = random.nextLong(1, 61);
        outcomes.add(queue.submit(pixels, () -> {
          most.accumulateAndGet(held.addAndGet(pixels), Math::max);
          LockSupport.parkNanos(100_000);
          held.addAndGet(-pixels);
          return true;
        }));
      }
      outcomes.forEach(CompletableFuture::join);
      assertThat(queue.pixelsInFlight()).isZero();
    }
    assertThat(most.get()).isBetween(61L, BUDGET);
  }

  @Test
  void submit_largerThanTheBudget_runsAlone() throws InterruptedException {
    CountDownLatch smallMayEnd = new CountDownLatch(1);
    AtomicBoolean smallEnded = new AtomicBoolean();
    try (DecodeQueue queue = new DecodeQueue(2, BUDGET)) {
      CompletableFuture<Boolean> small = queue.submit(1, () -> {
        await(smallMayEnd);
        smallEnded.set(true);
        return true;
      });
      CompletableFuture<Boolean> large = queue.submit(BUDGET * 5, smallEnded::get);
      assertThat(large).isNotDone();
      assertThat(queue.pixelsInFlight()).isEqualTo(1);
      smallMayEnd.countDown();
      assertThat(large.join()).isTrue();
      assertThat(small.join()).isTrue();
    }
  }

  @Test
  void submit_smallBehindLarge_doesNotOvertake() {
    CountDownLatch mayEnd = new CountDownLatch(1);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    try (DecodeQueue queue = new DecodeQueue(3, BUDGET)) {
      CompletableFuture<Boolean> first = queue.submit(60, () -> await(mayEnd));
      CompletableFuture<Boolean> large = queue.submit(BUDGET, () -> order.add("large"));
      CompletableFuture<Boolean> small = queue.submit(1, () -> order.add("small"));
      assertThat(small).isNotDone();
      mayEnd.countDown();
      CompletableFuture.allOf(first, large, small).join();
    }
    assertThat(order).containsExactly("large", "small");
  }

  @Test
  void cancel_beforeItsTurn_neverRunsAndMakesRoomForTheNext() {
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicBoolean ran = new AtomicBoolean();
    try (DecodeQueue queue = new DecodeQueue(2, BUDGET)) {
      CompletableFuture<Boolean> first = queue.submit(60, () -> await(mayEnd));
      CompletableFuture<Boolean> large = queue.submit(BUDGET, () -> ran.getAndSet(true));
      CompletableFuture<Boolean> small = queue.submit(1, () -> true);

      large.cancel(false);

      assertThat(small.join()).isTrue(); // while the first still runs
      assertThat(first).isNotDone();
      mayEnd.countDown();
      first.join();
    }
    assertThat(ran).isFalse();
  }

  @Test
  void failure_completesTheFutureAndFreesTheRoom() {
    try (DecodeQueue queue = new DecodeQueue(1, BUDGET)) {
      CompletableFuture<Boolean> failing = queue.submit(BUDGET, () -> {
        throw new AssertionError("of work");
      });
      assertThatThrownBy(failing::join)
          .isInstanceOf(CompletionException.class)
          .hasRootCauseMessage("of work");
      assertThat(queue.submit(BUDGET, () -> true).join()).isTrue();
    }
  }

  @Test
  void work_runsOnNamedPlatformThreads() {
    try (DecodeQueue queue = new DecodeQueue(1, BUDGET)) {
      Thread thread = queue.submit(1, Thread::currentThread).join();
      assertThat(thread.isVirtual()).isFalse();
      assertThat(thread.getName()).isEqualTo("decode-0");
    }
  }

  @Test
  void close_finishesWhatRunsAndCancelsWhatWaits() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    DecodeQueue queue = new DecodeQueue(1, BUDGET);
    CompletableFuture<Boolean> running = queue.submit(1, () -> {
      started.countDown();
      return await(mayEnd);
    });
    CompletableFuture<Boolean> waiting = queue.submit(1, () -> true);
    assertThat(started.await(5, TimeUnit.SECONDS)).isTrue();

    Thread closing = Thread.ofPlatform().start(queue::close);
    assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
    assertThat(running).isNotDone();
    mayEnd.countDown();
    closing.join();

    assertThat(running.join()).isTrue();
    assertThatThrownBy(() -> queue.submit(1, () -> true))
        .isInstanceOf(RejectedExecutionException.class);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
