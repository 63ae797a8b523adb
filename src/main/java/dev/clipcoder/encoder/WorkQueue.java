package dev.clipcoder.encoder;

import dev.clipcoder.encoder.WorkItem.Encoding;
import dev.clipcoder.encoder.WorkItem.Picture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where items wait for the device, and how they become batches.
 *
 * <p>The oldest interactive item is taken first, or the oldest bulk item when there is no interactive one; then
 * items of the same {@linkplain WorkItem#group() group} are drained to fill the batch. A batch that is not
 * full waits, up to {@code maxDelay}, only while pictures are being prepared that will join it: a client alone never
 * waits for company. Items that nobody waits for any more are dropped when the batch is assembled.
 */
final class WorkQueue {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Urgency, Deque<WorkItem>> waiting = new EnumMap<>(Urgency.class);
  private final BatchSizes sizes;
  private final long maxDelayNanos;
  private final IntSupplier arriving;
  private boolean closed;

  /**
   * @param arriving how many pictures are about to be offered
   */
  WorkQueue(BatchSizes sizes, long maxDelayNanos, IntSupplier arriving) {
    this.sizes = sizes;
    this.maxDelayNanos = maxDelayNanos;
    this.arriving = arriving;
    for (Urgency urgency : Urgency.values()) {
      waiting.put(urgency, new ArrayDeque<>());
    }
  }

  /** Appends items together, or refuses all of them when the queue is closed. */
  boolean offer(List<? extends WorkItem> items) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      items.forEach(item -> queue(item.urgency()).add(item));
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The next batch, never empty; an empty list once the queue is closed and drained. Waits for work. */
  List<WorkItem> take() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        WorkItem first = poll();
        if (first != null) {
          List<WorkItem> batch = fill(first);
          if (!batch.isEmpty()) {
            return batch;
          }
        } else if (closed) {
          return List.of();
        } else {
          changed.await();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** The batch that begins with this item; empty if nobody waits for any of it any more. */
  private List<WorkItem> fill(WorkItem first) {
    int room = sizes.of(first);
    List<WorkItem> batch = new ArrayList<>(room);
    batch.add(first);
    Object group = first.group();
    long waitUntil = System.nanoTime() + maxDelayNanos;
    drain(group, batch, room);
    while (batch.size() < room && !closed && isMoreOnItsWay(first)) {
      long remaining = waitUntil - System.nanoTime();
      if (remaining <= 0) {
        break;
      }
      try {
        long _ = changed.awaitNanos(remaining);
      } catch (InterruptedException e) {
        // What is in hand is in no queue any more: it goes out, and the next take tells.
        Thread.currentThread().interrupt();
        break;
      }
      drain(group, batch, room);
    }
    batch.removeIf(WorkQueue::isDropped);
    return batch;
  }

  /** Texts arrive many at a time, so only pictures are worth a wait. */
  private boolean isMoreOnItsWay(WorkItem first) {
    return first instanceof Encoding encoding
        && encoding.payload() instanceof Picture
        && arriving.getAsInt() > 0;
  }

  private @Nullable WorkItem poll() {
    for (Urgency urgency : Urgency.values()) {
      Deque<WorkItem> queue = queue(urgency);
      for (WorkItem item = queue.poll(); item != null; item = queue.poll()) {
        if (!isDropped(item)) {
          return item;
        }
      }
    }
    return null;
  }

  private void drain(Object group, List<WorkItem> batch, int room) {
    for (Urgency urgency : Urgency.values()) {
      Iterator<WorkItem> items = queue(urgency).iterator();
      while (batch.size() < room && items.hasNext()) {
        WorkItem item = items.next();
        if (item.group().equals(group)) {
          items.remove();
          if (!isDropped(item)) {
            batch.add(item);
          }
        }
      }
    }
  }

  /** Whether nobody waits for the item any more. An item whose deadline has passed is told so. */
  private static boolean isDropped(WorkItem item) {
    if (item.result().isDone()) {
      return true;
    }
    if (item.deadline().hasPassed()) {
      item.result()
          .completeExceptionally(new DeadlineExceededException(
              "The deadline passed while the item waited for the device."));
      return true;
    }
    return false;
  }

  /** Refuses further items; what is in the queue is still handed out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Items that wait now. */
  int size() {
    lock.lock();
    try {
      return waiting.values().stream().mapToInt(Deque::size).sum();
    } finally {
      lock.unlock();
    }
  }

  private Deque<WorkItem> queue(Urgency urgency) {
    return Objects.requireNonNull(waiting.get(urgency));
  }
}
