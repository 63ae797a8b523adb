package dev.clipcoder.model;

/**
 * A tokenised text as the text tower takes it.
 *
 * @param ids token ids with begin and end of text, at most as many as the context holds, padded
 *     only where the family's texts are
 * @param endPosition index in {@code ids} where the tower reads its result
 * @param count how many tokens the whole text has, without padding; more than {@code ids.length} if it was cut
 */
public record Tokens(long[] ids, int endPosition, int count) {

  public boolean isTruncated() {
    return count > ids.length;
  }
}
