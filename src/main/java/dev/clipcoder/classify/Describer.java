package dev.clipcoder.classify;

import dev.clipcoder.coder.CoderVector;
import dev.clipcoder.embedding.Embedding;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Makes the CODER vectors of one selection.
 *
 * @param truncated how many texts were cut to the model's context
 */
record Describer(
    CoderSpace space, int truncated, BiFunction<Embedding, Work, CoderVector> vectors) {

  /** Similarities to the bank of the label set. */
  static Describer ofBank(CoderSpace space, LabelSetHead head) {
    return new Describer(
        space,
        head.truncated().size(),
        (seen, work) -> select(head.similarities(seen, work), space.texts()));
  }

  static Describer of(CoderSpace space, CoderSpace.OfTexts texts) {
    return new Describer(
        space, texts.truncated(), (seen, _) -> CoderVector.of(texts.matrix(), seen));
  }

  static Describer of(CoderSpace space, CoderSpace.Compact compact) {
    return new Describer(
        space, compact.truncated(), (seen, _) -> compact.space().project(seen));
  }

  private static CoderVector select(CoderVector whole, SelectedTexts texts) {
    return switch (texts) {
      case SelectedTexts.Rows selected -> selected.all() ? whole : rows(whole, selected.rows());
      case SelectedTexts.OfPair _ ->
        throw new IllegalStateException("One-to-one texts are not in the bank");
    };
  }

  private static CoderVector rows(CoderVector whole, List<Integer> rows) {
    float[] values = new float[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = whole.values()[rows.get(i)];
    }
    return new CoderVector(values);
  }

  /** Blocks. */
  CoderVector describe(Embedding seen, boolean normalize, Work work) {
    CoderVector vector = vectors.apply(seen, work);
    return normalize ? vector.normalized() : vector;
  }
}
