package dev.clipcoder.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param from where it begins
 * @param next where the next one begins; null on the last
 */
record Page<T>(int from, List<T> items, @Nullable Integer next) {

  static final int MOST_ITEMS = 1000;

  /**
   * @throws ProblemException if there can be no such page
   */
  static <T> Page<T> of(List<T> all, int cursor, int limit) {
    requireLimit(limit);
    if (cursor < 0) {
      throw ErrorSentences.malformed(
          "cursor",
          "'cursor' is %d. Leave it out, or send the nextCursor of the page before."
              .formatted(cursor));
    }
    int from = Math.min(cursor, all.size());
    int to = Math.min(all.size() - from, limit) + from;
    return new Page<>(from, all.subList(from, to), to < all.size() ? to : null);
  }

  /**
   * Checks the number of items that a page should have at most.
   *
   * @throws ProblemException if no page can have that many
   */
  static void requireLimit(int limit) {
    if (limit < 1 || limit > MOST_ITEMS) {
      throw ErrorSentences.malformed(
          "limit", "'limit' is %d; it must be from 1 to %d.".formatted(limit, MOST_ITEMS));
    }
  }
}
