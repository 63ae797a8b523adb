package dev.clipcoder.embedding;

import java.util.function.IntPredicate;

/**
 * The places of the largest scores, largest first; of equal scores the earlier place comes first. A bounded heap:
 * {@code O(n log k)} without boxing, so that it may also sort them all.
 */
public final class TopK {

  private final double[] scores;
  private final int[] heap;
  private int size;

  private TopK(double[] scores, int k) {
    this.scores = scores;
    this.heap = new int[k];
  }

  /** The places of the k largest scores, or all places where there are fewer. */
  public static int[] of(double[] scores, int k) {
    return of(scores, k, _ -> true);
  }

  /** The places of the k largest scores among the places that the filter lets through. */
  public static int[] of(double[] scores, int k, IntPredicate filter) {
    TopK top = new TopK(scores, Math.clamp(k, 0, scores.length));
    for (int place = 0; place < scores.length; place++) {
      if (filter.test(place)) {
        top.offer(place);
      }
    }
    return top.drain();
  }

  private void offer(int place) {
    if (size < heap.length) {
      heap[size] = place;
      up(size++);
    } else if (size > 0 && isBehind(heap[0], place)) {
      heap[0] = place;
      down(0);
    }
  }

  private int[] drain() {
    int[] places = new int[size];
    while (size > 0) {
      int last = heap[0];
      size--;
      heap[0] = heap[size];
      down(0);
      places[size] = last;
    }
    return places;
  }

  /** Whether the first place comes after the second: the root of the heap is behind all others. */
  private boolean isBehind(int first, int second) {
    int order = Double.compare(scores[first], scores[second]);
    return order < 0 || (order == 0 && first > second);
  }

  private void up(int node) {
    int child = node;
    while (child > 0 && isBehind(heap[child], heap[(child - 1) / 2])) {
      swap(child, (child - 1) / 2);
      child = (child - 1) / 2;
    }
  }

  private void down(int node) {
    int parent = node;
    while (2 * parent + 1 < size) {
      int child = 2 * parent + 1;
      if (child + 1 < size && isBehind(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBehind(heap[child], heap[parent])) {
        return;
      }
      swap(child, parent);
      parent = child;
    }
  }

  private void swap(int first, int second) {
    int kept = heap[first];
    heap[first] = heap[second];
    heap[second] = kept;
  }
}
