package dev.clipcoder.labelset;

import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.labelset.LabelSetDefinition.Pair;
import dev.clipcoder.labelset.LabelSetDefinition.Templates;
import dev.clipcoder.labelset.LabelSetDefinition.Texts;
import dev.clipcoder.textgen.ClassName;
import dev.clipcoder.textgen.GeneratedText;
import dev.clipcoder.textgen.TextOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A definition to which texts are added. A text that reads like one that is there already is dropped and counted. */
final class GrowingDefinition {

  private static final String ONE_TO_ONE = "oneToOne";

  private final LabelSetDefinition present;

  /** By label, an underscore read as a space. */
  private final Map<String, String> labels = new HashMap<>();

  /** By place. */
  private final Map<Place, GrowingTexts> texts = new LinkedHashMap<>();

  private int added;
  private int dropped;

  GrowingDefinition(LabelSetDefinition present) {
    this.present = present;
    for (LabelClass one : present.classes()) {
      labels.put(words(one.label()), one.label());
      put(one, "attribute", one.texts().attribute());
      put(one, "analogous", one.texts().analogous());
      put(one, "synonym", one.texts().synonym());
    }
    present
        .oneToOne()
        .forEach(pair ->
            texts.put(Place.ofPair(pair.label(), pair.other()), new GrowingTexts(pair.texts())));
  }

  /** Where a text belongs: a class and one of its kinds, or an ordered pair. */
  record Place(String label, String kind, String other) {

    static Place ofClass(String label, String kind) {
      return new Place(label, kind, "");
    }

    static Place ofPair(String label, String other) {
      return new Place(label, ONE_TO_ONE, other);
    }

    /** The text there, as provenance knows it. */
    Said said(String text) {
      return new Said(label, kind.equals(ONE_TO_ONE) ? "not " + other : kind, text);
    }
  }

  /** Texts in their order, none of which reads like another. */
  private static final class GrowingTexts {

    private final Map<String, String> byWords = new LinkedHashMap<>();
    private final List<String> all;

    GrowingTexts(List<String> present) {
      all = new ArrayList<>(present);
      present.forEach(text -> byWords.putIfAbsent(words(text), text));
    }

    boolean add(String text) {
      return byWords.putIfAbsent(words(text), text) == null && all.add(text);
    }
  }

  private void put(LabelClass one, String kind, List<String> present) {
    texts.put(Place.ofClass(one.label(), kind), new GrowingTexts(present));
  }

  private static String words(String text) {
    return text.replace('_', ' ');
  }

  /** The label of the class that is meant; null where there is none. */
  @Nullable
  String label(String given) {
    return labels.get(words(given));
  }

  boolean add(Place place, String text) {
    boolean isNew =
        texts.computeIfAbsent(place, _ -> new GrowingTexts(List.of())).add(text);
    if (isNew) {
      added++;
    } else {
      dropped++;
    }
    return isNew;
  }

  /**
   * Adds generated texts that still fit: classes may have gone, or changed their names, since they were ordered.
   *
   * @return where each text that was added comes from
   */
  Map<Said, Origin> add(TextOrder order, List<GeneratedText> generated, int mostCharacters) {
    Map<String, LabelClass> classes = present.byLabel();
    Map<Said, Origin> origins = new HashMap<>();
    for (GeneratedText text : generated) {
      ClassName one = order.classes().get(text.classIndex());
      @Nullable
      ClassName other = text.otherIndex() < 0 ? null : order.classes().get(text.otherIndex());
      boolean fits = isThere(one, classes)
          && (other == null || isThere(other, classes))
          && text.text().length() <= mostCharacters;
      Place place = other == null
          ? Place.ofClass(one.label(), text.kind().name().toLowerCase(Locale.ROOT))
          : Place.ofPair(one.label(), other.label());
      if (fits && add(place, text.text())) {
        origins.put(place.said(text.text()), Origin.of(text.origin()));
      }
    }
    return origins;
  }

  private static boolean isThere(ClassName one, Map<String, LabelClass> classes) {
    LabelClass present = classes.get(one.label());
    return present != null && present.name().equals(one.name());
  }

  int added() {
    return added;
  }

  int dropped() {
    return dropped;
  }

  /** The definition with what was added. */
  LabelSetDefinition definition(Templates templates) {
    List<LabelClass> classes = present.classes().stream()
        .map(one -> new LabelClass(
            one.label(),
            one.name(),
            one.background(),
            new Texts(grown(one, "attribute"), grown(one, "analogous"), grown(one, "synonym"))))
        .toList();
    List<Pair> pairs = texts.entrySet().stream()
        .filter(entry -> entry.getKey().kind().equals(ONE_TO_ONE))
        .map(entry -> new Pair(
            entry.getKey().label(), entry.getKey().other(), List.copyOf(entry.getValue().all)))
        .toList();
    return new LabelSetDefinition(
        present.domain(),
        templates,
        classes,
        pairs,
        present.classNorm(),
        present.kindWeights(),
        present.decision(),
        present.rerank());
  }

  private List<String> grown(LabelClass one, String kind) {
    GrowingTexts grown = texts.get(Place.ofClass(one.label(), kind));
    return grown == null ? List.of() : grown.all;
  }
}
