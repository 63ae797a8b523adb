package dev.clipcoder.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a family makes of a checkpoint's configuration: everything that the engine must know to run it, in terms
 * that are the same for every family.
 *
 * @param family names the TorchScript text that computes it
 * @param dimension length of an embedding
 * @param imageSize side of the network's input in pixels
 * @param contextLength most tokens a text may have, including begin and end
 * @param vocabularySize number of token ids
 * @param imageTower the image tower's tensors in the order in which the script takes them
 * @param textTower the text tower's tensors, likewise
 * @param ignorable keys that checkpoints of this family may carry and that the towers do not use
 * @param settings the script's attributes: whole numbers, fractions and flags by name
 * @param endOfText where the text tower reads its result
 * @param hasMatches whether a picture and a text have a match of their own, sigmoid(scale · cosine + bias), so that
 *     checkpoints carry a {@code logit_bias}
 */
public record Architecture(
    String family,
    int dimension,
    int imageSize,
    int contextLength,
    int vocabularySize,
    List<TensorSpec> imageTower,
    List<TensorSpec> textTower,
    Set<String> ignorable,
    Map<String, Object> settings,
    EndOfText endOfText,
    boolean hasMatches) {

  /** Rows that the image tower's matrices have for one picture: its patches, and one for the whole. */
  public int imagePositions() {
    int grid = imageSize / (int) Objects.requireNonNull(settings.get("patch"));
    return grid * grid + 1;
  }
}
