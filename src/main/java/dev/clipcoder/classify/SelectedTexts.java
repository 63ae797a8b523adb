package dev.clipcoder.classify;

import dev.clipcoder.coder.TextKind;
import dev.clipcoder.labelset.BankTexts.BankText;
import dev.clipcoder.labelset.BankTexts.PairTexts;
import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.labelset.LabelSetVersion;
import dev.clipcoder.labelset.ServedLabelSet;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts of one version of a label set, one a dimension of the full vector. */
public sealed interface SelectedTexts {

  List<Text> texts();

  /** One of them: which class it speaks of, and how. */
  record Text(int classIndex, TextKind kind, String text) {

    static Text of(BankText text) {
      return new Text(text.classIndex(), text.kind(), text.text());
    }
  }

  /**
   * Rows of the bank of general texts.
   *
   * @param rows which they are, ascending
   * @param all whether that is every row
   */
  record Rows(List<Integer> rows, List<Text> texts, boolean all) implements SelectedTexts {}

  /**
   * The one-to-one texts of a pair: those of the label, then those of the other.
   *
   * @param label whose texts the first {@code split} are
   * @param other whose texts the others are
   */
  record OfPair(String label, String other, int split, List<Text> texts) implements SelectedTexts {}

  /**
   * The texts of a selection.
   *
   * @throws UnknownLabelException if a label of a pair is not in the set
   * @throws ImpossibleSelectionException if the set has none of the selected texts
   */
  static SelectedTexts of(ServedLabelSet set, TextSelection selection) {
    return switch (selection) {
      case TextSelection.General general -> rows(set, general.kinds());
      case TextSelection.OneToOne pair -> ofPair(set, pair);
    };
  }

  private static Rows rows(ServedLabelSet set, Set<TextKind> kinds) {
    List<BankText> texts = set.texts().texts();
    List<Integer> rows = IntStream.range(0, texts.size())
        .filter(row -> kinds.contains(texts.get(row).kind()))
        .boxed()
        .toList();
    if (rows.isEmpty()) {
      throw new ImpossibleSelectionException(
          "kinds",
          "Label set '%s' has no texts of these kinds; it has %s."
              .formatted(set.version().id(), kinds(texts)));
    }
    return new Rows(
        rows, rows.stream().map(texts::get).map(Text::of).toList(), rows.size() == texts.size());
  }

  private static String kinds(List<BankText> texts) {
    return texts.stream()
        .map(text -> text.kind().name().toLowerCase(Locale.ROOT))
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static OfPair ofPair(ServedLabelSet set, TextSelection.OneToOne pair) {
    int label = indexOf(pair.label(), set.version());
    int other = indexOf(pair.other(), set.version());
    if (label == other) {
      throw new ImpossibleSelectionException(
          "pair", "'pair' names one label twice. Give two different labels.");
    }
    List<Text> first = texts(set, label, other);
    List<Text> second = texts(set, other, label);
    return new OfPair(
        name(set, label),
        name(set, other),
        first.size(),
        Stream.concat(first.stream(), second.stream()).toList());
  }

  private static int indexOf(String label, LabelSetVersion version) {
    String wanted = comparable(label);
    List<LabelClass> classes = version.definition().classes();
    return IntStream.range(0, classes.size())
        .filter(i -> comparable(classes.get(i).label()).equals(wanted))
        .findFirst()
        .orElseThrow(() -> new UnknownLabelException(label, version));
  }

  /** Labels of a set are unique in this form. */
  private static String comparable(String label) {
    return Normalizer.normalize(label, Normalizer.Form.NFC).strip().replace('_', ' ');
  }

  private static List<Text> texts(ServedLabelSet set, int label, int other) {
    List<Text> texts = set.texts().pairs().stream()
        .filter(pair -> pair.classIndex() == label && pair.otherIndex() == other)
        .map(PairTexts::texts)
        .flatMap(List::stream)
        .map(text -> new Text(label, TextKind.ONE_TO_ONE, text))
        .toList();
    if (texts.isEmpty()) {
      throw new ImpossibleSelectionException(
          "pair",
          "Label set '%s' has no one-to-one texts on how '%s' differs from '%s'. Add them to its 'oneToOne'; a pair needs both directions."
              .formatted(set.version().id(), name(set, label), name(set, other)));
    }
    return texts;
  }

  private static String name(ServedLabelSet set, int classIndex) {
    return set.version().definition().classes().get(classIndex).label();
  }
}
