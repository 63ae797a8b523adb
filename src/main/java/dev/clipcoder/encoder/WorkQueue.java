package dev.clipcoder.encoder;

import dev.clipcoder.encoder.WorkItem.Encoding;
import dev.clipcoder.encoder.WorkItem.Picture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
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
 * waits for company. Items that nobody waits for any more are dropped whenever a lane looks for work.
 *
 * <p>Several lanes may take batches. They share what waits. The first lane, when it finds a single item, with no lane at
 * work and nothing on its way, has the whole device: no lane gets a batch before it is done, and no other takes such an
 * item.
 */
final class WorkQueue {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Urgency, Deque<WorkItem>> waiting = new EnumMap<>(Urgency.class);
  private final BatchSizes sizes;
  private final int lanes;
  private final long maxDelayNanos;
  private final IntSupplier arriving;
  private boolean closed;

  /** Lanes that have a batch, or assemble one. */
  private int working;

  /** Whether the one batch under way has the whole device. */
  private boolean taken;

  /**
   * @param sizes what the device works on best, all lanes together
   * @param lanes that take batches
   * @param arriving how many pictures are about to be offered
   */
  WorkQueue(BatchSizes sizes, int lanes, long maxDelayNanos, IntSupplier arriving) {
    this.sizes = sizes;
    this.lanes = lanes;
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

  /**
   * The next batch, never empty; an empty one once the queue is closed and drained. Waits for work. Its taker closes it
   * when it is done.
   *
   * @param isFirstLane whether it is for the lane that may have the whole device
   */
  Batch take(boolean isFirstLane) throws InterruptedException {
    while (true) {
      List<WorkItem> expired = new ArrayList<>();
      lock.lock();
      try {
        waiting.values().forEach(items -> removeUnwanted(items, expired));
        boolean isForOther = taken || (!isFirstLane && !closed && isForWholeDevice());
        WorkItem first = isForOther ? null : poll();
        if (first != null) {
          working++;
          List<WorkItem> items = fill(first, expired);
          if (!items.isEmpty()) {
            taken = isFirstLane
                && lanes > 1
                && working == 1
                && items.size() == 1
                && isNothingElseThere(0);
            return new Batch(items, taken || lanes == 1);
          }
          working--;
        } else if (closed && !taken) {
          return new Batch(List.of(), false);
        } else if (expired.isEmpty()) {
          changed.await();
        }
      } finally {
        lock.unlock();
        // Without the lock: what hangs on an item may take its time, or offer others.
        expired.forEach(WorkQueue::expire);
      }
    }
  }

  private boolean isForWholeDevice() {
    return working == 0 && isNothingElseThere(1);
  }

  private boolean isNothingElseThere(int queued) {
    return arriving.getAsInt() == 0 && waiting() == queued;
  }

  private void release() {
    lock.lock();
    try {
      working--;
      taken = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The items of the batch that begins with this one; none if nobody waits for any of it any more.
   *
   * @param expired takes those whose deadline has passed
   */
  private List<WorkItem> fill(WorkItem first, List<WorkItem> expired) {
    Object group = first.group();
    int room = room(first, group);
    List<WorkItem> batch = new ArrayList<>(room);
    batch.add(first);
    long waitUntil = System.nanoTime() + maxDelayNanos;
    drain(group, batch, room);
    while (batch.size() < room && !closed && isPicture(first) && isWaitWorthwhile()) {
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
    removeUnwanted(batch, expired);
    return batch;
  }

  /** Whether company is on its way, and no other work would lie idle meanwhile. */
  private boolean isWaitWorthwhile() {
    return arriving.getAsInt() > 0 && (waiting() == 0 || working < lanes);
  }

  /** A lane's part of the largest batch, and no more than its part of what there is if others have nothing to do. */
  private int room(WorkItem first, Object group) {
    int most = ofLane(sizes.of(first));
    int free = lanes - working + 1;
    if (free <= 1) {
      return most;
    }
    int there = 1 + (isPicture(first) ? arriving.getAsInt() : 0);
    for (Deque<WorkItem> queue : waiting.values()) {
      there += (int) queue.stream().filter(item -> item.group().equals(group)).count();
    }
    return Math.min(most, Math.ceilDiv(there, free));
  }

  private int ofLane(int ofDevice) {
    return Math.max(1, ofDevice / lanes);
  }

  int lanes() {
    return lanes;
  }

  /** Most pictures of a batch. */
  int mostPictures() {
    return ofLane(sizes.pictures());
  }

  /** Texts arrive many at a time, so only pictures are worth a wait. */
  private static boolean isPicture(WorkItem item) {
    return item instanceof Encoding encoding && encoding.payload() instanceof Picture;
  }

  private @Nullable WorkItem poll() {
    for (Urgency urgency : Urgency.values()) {
      WorkItem item = queue(urgency).poll();
      if (item != null) {
        return item;
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
          batch.add(item);
        }
      }
    }
  }

  /**
   * Removes what nobody waits for any more.
   *
   * @param expired takes those whose deadline has passed, which have yet to be told
   */
  private static void removeUnwanted(Collection<WorkItem> items, List<WorkItem> expired) {
    items.removeIf(item -> {
      boolean isDone = item.result().isDone();
      boolean isExpired = !isDone && item.deadline().hasPassed();
      if (isExpired) {
        expired.add(item);
      }
      return isDone || isExpired;
    });
  }

  private static void expire(WorkItem item) {
    boolean _ = item.result()
        .completeExceptionally(new DeadlineExceededException(
            "The deadline passed while the item waited for the device."));
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
      return waiting();
    } finally {
      lock.unlock();
    }
  }

  private int waiting() {
    return waiting.values().stream().mapToInt(Deque::size).sum();
  }

  private Deque<WorkItem> queue(Urgency urgency) {
    return Objects.requireNonNull(waiting.get(urgency));
  }

  /** What a lane works on until it closes it. */
  final class Batch implements AutoCloseable {

    private final List<WorkItem> items;
    private final boolean hasWholeDevice;

    private Batch(List<WorkItem> items, boolean hasWholeDevice) {
      this.items = items;
      this.hasWholeDevice = hasWholeDevice;
    }

    List<WorkItem> items() {
      return items;
    }

    /** Whether no other lane computes meanwhile. */
    boolean hasWholeDevice() {
      return hasWholeDevice;
    }

    boolean isEmpty() {
      return items.isEmpty();
    }

    /** Of an empty one nothing is left to do. */
    @Override
    public void close() {
      if (!isEmpty()) {
        release();
      }
    }
  }
}
