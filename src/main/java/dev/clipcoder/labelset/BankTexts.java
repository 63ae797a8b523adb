package dev.clipcoder.labelset;

import dev.clipcoder.coder.TextKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The texts that a definition makes.
 *
 * @param texts one a dimension of the CODER vector, in its order: by class, then name, attribute, analogous, synonym
 * @param pairs the one-to-one texts, by ordered pair
 * @param dropped how many texts were left out because the class has the same one in the same kind
 */
public record BankTexts(List<BankText> texts, List<PairTexts> pairs, int dropped) {

  public BankTexts {
    texts = List.copyOf(texts);
    pairs = List.copyOf(pairs);
  }

  /**
   * One dimension.
   *
   * @param classIndex which class it speaks of, in the order of the definition
   * @param said which text of the definition it is made of, for {@link Provenance#origin}
   */
  public record BankText(int classIndex, TextKind kind, String text, int said) {}

  /** What tells the class from the other class; indexes in the order of the definition. */
  public record PairTexts(int classIndex, int otherIndex, List<String> texts) {
    public PairTexts {
      texts = List.copyOf(texts);
    }
  }

  /** Every different sentence, those of the pairs after the others. */
  public List<String> sentences() {
    LinkedHashSet<String> sentences = new LinkedHashSet<>();
    Stream.concat(
            texts.stream().map(BankText::text), pairs.stream().flatMap(p -> p.texts().stream()))
        .forEach(sentences::add);
    return new ArrayList<>(sentences);
  }
}
