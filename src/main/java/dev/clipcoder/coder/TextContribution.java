package dev.clipcoder.coder;

/**
 * A text's part in the score of its class.
 *
 * @param contribution similarity times weight; over all texts of a class these sum to its score
 */
public record TextContribution(TextNeighbor text, double contribution) {}
