package dev.clipcoder.api;

import dev.clipcoder.classify.Subject;
import java.util.function.Supplier;

/**
 * One item of a batch as it came.
 *
 * @param id as it was sent; its place from 0 where there was none
 * @param length of the line it came in, 0 where it came otherwise
 * @param subject what to classify; throws what is wrong with it
 */
record BatchEntry(Object id, int length, Supplier<Subject> subject) {

  static BatchEntry refused(Object id, int length, RuntimeException problem) {
    return new BatchEntry(id, length, () -> {
      throw problem;
    });
  }
}
