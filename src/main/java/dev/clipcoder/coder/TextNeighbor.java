package dev.clipcoder.coder;

/**
 * A text of the bank beside an image.
 *
 * @param row the text's row in the bank
 * @param similarity its cosine with the image, in [-1, 1]
 */
public record TextNeighbor(int row, int classIndex, TextKind kind, double similarity) {}
