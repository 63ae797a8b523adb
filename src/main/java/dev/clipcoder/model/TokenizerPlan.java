package dev.clipcoder.model;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a family turns a text into ids: what happens before the native tokenizer, what that is told, and what happens
 * after it.
 *
 * @param json what the native tokenizer reads, held to parts that it can be trusted with
 * @param preparation what is done to a text first
 * @param padding how short texts are filled up; null where they are not
 */
record TokenizerPlan(
    ObjectNode json,
    UnaryOperator<String> preparation,
    @Nullable Padding padding) {

  /**
   * A text ends with one token, which a cut keeps, and is filled up to the context with another.
   *
   * @param end appended to what the native tokenizer gives
   */
  record Padding(long end, long fill) {}
}
