package dev.clipcoder.coder.fewshot;

import dev.clipcoder.coder.CompactSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * Directions of CODER vectors: {@code R·f / ‖R·f‖}, whose products are the cosines of {@code T·f} whatever the number of
 * texts (see {@link CompactSpace}), in double.
 */
final class CoderPlaces {

  /** {@code Rᵀ}: {@code double[dimension][dimensions of the space]}. */
  private final double[][] columns;

  CoderPlaces(CompactSpace space) {
    List<double[]> rows = new ArrayList<>();
    space.forEachRow(rows::add);
    this.columns = Products.transposed(rows.toArray(double[][]::new));
  }

  /** The direction of an image; zeros for one that is orthogonal to all texts. */
  double[] of(double[] image) {
    if (image.length != columns.length) {
      throw new IllegalArgumentException(
          "Dimensions differ: %d and %d".formatted(columns.length, image.length));
    }
    return Products.normalize(Products.of(image, columns));
  }
}
