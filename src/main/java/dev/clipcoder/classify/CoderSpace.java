package dev.clipcoder.classify;

import dev.clipcoder.coder.CompactSpace;
import dev.clipcoder.embedding.EmbeddingMatrix;

/**
 * What is kept to make the vectors of one selection of one version of a label set. Immutable.
 *
 * @param texts what was selected
 * @param sha256 of the bank: see {@link BankHash}
 */
record CoderSpace(SelectedTexts texts, String sha256, Projection projection) {

  /** About what a row number takes, boxed, with its places in two lists. */
  private static final int BYTES_A_ROW = 24;

  /** From an embedding to the numbers. */
  sealed interface Projection {
    long bytes();
  }

  /** The similarities to rows of the label set's bank, which {@link LabelSetHeads} keeps. */
  record OfBank() implements Projection {
    @Override
    public long bytes() {
      return 0;
    }
  }

  /**
   * The similarities to texts that are in no bank.
   *
   * @param truncated how many of them were cut to the model's context
   */
  record OfTexts(EmbeddingMatrix matrix, int truncated) implements Projection {
    @Override
    public long bytes() {
      return (long) Float.BYTES * matrix.rows() * matrix.dimension();
    }
  }

  /**
   * The same cosines in few numbers.
   *
   * @param truncated how many texts of the bank were cut to the model's context
   */
  record Compact(CompactSpace space, int truncated) implements Projection {
    @Override
    public long bytes() {
      return space.bytes();
    }
  }

  /** About how much memory it takes. */
  long bytes() {
    return projection.bytes() + (long) BYTES_A_ROW * texts.texts().size();
  }
}
