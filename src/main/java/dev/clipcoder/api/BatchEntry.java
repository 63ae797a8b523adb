package dev.clipcoder.api;

import dev.clipcoder.classify.Subject;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One item of a batch as it came.
 *
 * @param id as it was sent; its place from 0 where there was none
 * @param length of the line it came in, 0 where it came otherwise
 * @param subject what to classify; throws what is wrong with it. Blocks where a picture is fetched
 * @param fetched room for a picture that is fetched for it
 */
record BatchEntry(
    Object id, int length, Supplier<Subject> subject, BodyBudget.@Nullable Claim fetched) {

  BatchEntry(Object id, int length, Supplier<Subject> subject) {
    this(id, length, subject, null);
  }

  /** Gives up the room for what was fetched. */
  void close() {
    if (fetched != null) {
      fetched.close();
    }
  }

  static BatchEntry refused(Object id, int length, RuntimeException problem) {
    return new BatchEntry(id, length, () -> {
      throw problem;
    });
  }
}
