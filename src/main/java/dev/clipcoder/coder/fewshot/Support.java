package dev.clipcoder.coder.fewshot;

import dev.clipcoder.coder.CompactSpace;
import dev.clipcoder.embedding.EmbeddingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a head is fitted on: a text embedding for every class, the checkpoint's logit scale, and at least one example.
 * Immutable. Examples and their views count alike where a size is meant, as each costs the same.
 */
public final class Support {

  private final Texts texts;
  private final @Nullable CoderPlaces places;
  private final List<SupportExample> examples;

  /** Unit rows {@code double[examples][dimension]}. */
  private final double[][] vectors;

  /** CODER vectors of length 1 in the compact space, {@code double[examples][dimensions]}; no rows without a space. */
  private final double[][] coderVectors;

  private Support(
      Texts texts,
      @Nullable CoderPlaces places,
      List<SupportExample> examples,
      double[][] vectors,
      double[][] coderVectors) {
    if (examples.isEmpty()) {
      throw new IllegalArgumentException("A support needs at least one example");
    }
    this.texts = texts;
    this.places = places;
    this.examples = examples;
    this.vectors = vectors;
    this.coderVectors = coderVectors;
    checkGroups();
  }

  /**
   * A support for the methods that need no CODER vectors.
   *
   * @param names one row per class, in class order
   */
  public static Support of(
      EmbeddingMatrix names, double logitScale, List<SupportExample> examples) {
    return create(names, logitScale, null, examples);
  }

  /** A support for all methods, with the space of the label set's texts. */
  public static Support inSpace(
      EmbeddingMatrix names, double logitScale, CompactSpace space, List<SupportExample> examples) {
    return create(names, logitScale, new CoderPlaces(space), examples);
  }

  private static Support create(
      EmbeddingMatrix names,
      double logitScale,
      @Nullable CoderPlaces places,
      List<SupportExample> examples) {
    if (!(logitScale > 0) || Double.isInfinite(logitScale)) {
      throw new IllegalArgumentException("The logit scale is %s".formatted(logitScale));
    }
    Texts texts = new Texts(names, logitScale);
    double[][] vectors = new double[examples.size()][];
    double[][] coderVectors = new double[places == null ? 0 : vectors.length][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = vector(examples.get(i), texts);
      if (places != null) {
        coderVectors[i] = places.of(vectors[i]);
      }
    }
    return new Support(texts, places, List.copyOf(examples), vectors, coderVectors);
  }

  private static double[] vector(SupportExample example, Texts texts) {
    if (example.classIndex() < 0 || example.classIndex() >= texts.classes()) {
      throw new IllegalArgumentException(
          "Class %d of %d".formatted(example.classIndex(), texts.classes()));
    }
    return texts.vector(example.embedding());
  }

  private void checkGroups() {
    Map<String, Integer> classes = new HashMap<>();
    for (SupportExample example : examples) {
      Integer other = classes.putIfAbsent(example.group(), example.classIndex());
      if (other != null && other != example.classIndex()) {
        throw new IllegalArgumentException("The views of %s are of classes %d and %d"
            .formatted(example.group(), other, example.classIndex()));
      }
    }
  }

  /** With one more example, at the end. */
  public Support plus(SupportExample example) {
    double[] vector = vector(example, texts);
    return new Support(
        texts,
        places,
        joined(examples, example),
        joined(vectors, vector),
        places == null ? coderVectors : joined(coderVectors, places.of(vector)));
  }

  /** Without the example at the place; those behind it move up. */
  public Support minus(int place) {
    List<SupportExample> rest = new ArrayList<>(examples);
    rest.remove(place);
    return new Support(
        texts,
        places,
        Collections.unmodifiableList(rest),
        Removal.row(vectors, place),
        places == null ? coderVectors : Removal.row(coderVectors, place));
  }

  private static List<SupportExample> joined(List<SupportExample> examples, SupportExample last) {
    List<SupportExample> joined = new ArrayList<>(examples);
    joined.add(last);
    return Collections.unmodifiableList(joined);
  }

  private static double[][] joined(double[][] rows, double[] last) {
    double[][] joined = Arrays.copyOf(rows, rows.length + 1);
    joined[rows.length] = last;
    return joined;
  }

  public int classes() {
    return texts.classes();
  }

  /** Examples and views together. */
  public int size() {
    return examples.size();
  }

  public SupportExample example(int place) {
    return examples.get(place);
  }

  public boolean hasSpace() {
    return places != null;
  }

  /** How many examples each class has, views not counted: {@code int[classes]}. */
  public int[] examplesPerClass() {
    Map<String, Integer> groups = new HashMap<>();
    examples.forEach(example -> groups.put(example.group(), example.classIndex()));
    int[] counts = new int[classes()];
    groups.values().forEach(classIndex -> counts[classIndex]++);
    return counts;
  }

  Texts texts() {
    return texts;
  }

  int classOf(int place) {
    return examples.get(place).classIndex();
  }

  int[] classesOfExamples() {
    return examples.stream().mapToInt(SupportExample::classIndex).toArray();
  }

  /** How many examples and views each class has: {@code int[classes]}. */
  int[] counts() {
    int[] counts = new int[classes()];
    examples.forEach(example -> counts[example.classIndex()]++);
    return counts;
  }

  double[][] vectors() {
    return vectors;
  }

  double[][] coderVectors() {
    coderPlaces();
    return coderVectors;
  }

  CoderPlaces coderPlaces() {
    if (places == null) {
      throw new IllegalArgumentException("CODER vectors need the space of the texts");
    }
    return places;
  }
}
