package dev.clipcoder.labelset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How good the texts of a version are, by what can be told without pictures.
 *
 * @param texts dimensions of the CODER vector
 * @param truncated share of the texts of which the model reads the beginning only, from 0 to 1
 * @param diversity mean over the classes of {@link ClassQuality#meanCosine}; null where no class has two texts
 * @param fewTexts labels of the classes with fewer than {@link #FEW} attribute, analogous and synonym texts
 * @param kinds texts by kind, over all classes
 * @param classes each class, in the order of the definition
 * @param pairs one-to-one texts
 * @param generation what the last generation said, if this version was made by one
 */
public record LabelSetQuality(
    LabelSetVersion version,
    int texts,
    double truncated,
    @Nullable Double diversity,
    List<String> fewTexts,
    KindCounts kinds,
    List<ClassQuality> classes,
    PairQuality pairs,
    @Nullable TextGenerationStatus generation) {

  /** A class with fewer texts beyond its name is described thinly. */
  public static final int FEW = 5;

  public LabelSetQuality {
    fewTexts = List.copyOf(fewTexts);
    classes = List.copyOf(classes);
  }

  /** Numbers of texts as they were written, before templates are put around them. */
  public record KindCounts(int attribute, int analogous, int synonym) {

    int sum() {
      return attribute + analogous + synonym;
    }

    KindCounts plus(KindCounts other) {
      return new KindCounts(
          attribute + other.attribute, analogous + other.analogous, synonym + other.synonym);
    }
  }

  /**
   * One class.
   *
   * @param truncated texts of which the model reads the beginning only
   * @param meanCosine mean cosine of two different texts of the class, names included: 1 says that they are all the same
   *     to the model; null for one text
   * @param nearest the other class whose mean text is nearest; null for a background class, and where there is no other
   */
  public record ClassQuality(
      String label,
      boolean background,
      KindCounts texts,
      int truncated,
      @Nullable Double meanCosine,
      @Nullable Nearest nearest) {}

  /**
   * What a class is most easily taken for.
   *
   * @param cosine of the mean texts of the two classes
   */
  public record Nearest(String label, double cosine) {}

  /**
   * One-to-one texts.
   *
   * @param possible pairs of classes
   * @param covered pairs with texts in both directions
   * @param missing pairs that met in a rerank and lack texts in one direction or both
   * @param nearestCovered classes whose nearest class is of a covered pair
   */
  public record PairQuality(long possible, int covered, int missing, int nearestCovered) {}
}
