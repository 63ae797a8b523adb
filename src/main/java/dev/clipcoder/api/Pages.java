package dev.clipcoder.api;

/** How many items one page of a list may have. */
final class Pages {

  static final int MOST_ITEMS = 1000;

  private Pages() {}

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
