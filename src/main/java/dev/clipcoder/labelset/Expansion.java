package dev.clipcoder.labelset;

import dev.clipcoder.coder.TextKind;
import dev.clipcoder.labelset.BankTexts.BankText;
import dev.clipcoder.labelset.BankTexts.PairTexts;
import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.labelset.LabelSetDefinition.Pair;
import dev.clipcoder.labelset.LabelSetDefinition.Templates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/** Puts the templates of a definition around its names and texts. The same definition always makes the same. */
final class Expansion {

  private final LabelSetDefinition definition;
  private final List<TextTemplate> names;
  private final List<BankText> texts = new ArrayList<>();
  private int dropped;

  /** How many texts of the definition have been gone through, in the order of {@link Said#allOf}. */
  private int said;

  private Expansion(LabelSetDefinition definition) {
    this.definition = definition;
    this.names = compile(definition.templates().name());
  }

  static BankTexts of(LabelSetDefinition definition) {
    Expansion expansion = new Expansion(definition);
    expansion.classes();
    List<PairTexts> pairs = expansion.pairs();
    return new BankTexts(expansion.texts, pairs, expansion.dropped);
  }

  private List<TextTemplate> compile(List<String> patterns) {
    return patterns.stream()
        .map(pattern -> TextTemplate.of(pattern, definition.domain()))
        .toList();
  }

  private void classes() {
    Templates templates = definition.templates();
    List<TextTemplate> attribute = compile(templates.attribute());
    List<TextTemplate> analogous = compile(templates.analogous());
    for (int i = 0; i < definition.classes().size(); i++) {
      LabelClass one = definition.classes().get(i);
      add(i, TextKind.NAME, named(List.of(one.name())));
      add(i, TextKind.ATTRIBUTE, said(attribute, values(one.name()), one.texts().attribute()));
      add(i, TextKind.ANALOGOUS, said(analogous, values(one.name()), one.texts().analogous()));
      add(i, TextKind.SYNONYM, named(one.texts().synonym()));
    }
  }

  private void add(int classIndex, TextKind kind, SequencedMap<String, Integer> sentences) {
    sentences.forEach(
        (sentence, said) -> texts.add(new BankText(classIndex, kind, sentence, said)));
  }

  private SequencedMap<String, Integer> named(List<String> words) {
    SequencedMap<String, Integer> sentences = new LinkedHashMap<>();
    for (String word : words) {
      for (TextTemplate template : names) {
        keep(sentences, template.fill(values(word)));
      }
      said++;
    }
    return sentences;
  }

  private SequencedMap<String, Integer> said(
      List<TextTemplate> templates, Map<String, String> values, List<String> texts) {
    SequencedMap<String, Integer> sentences = new LinkedHashMap<>();
    for (String text : texts) {
      values.put(TextTemplate.TEXT, text);
      for (TextTemplate template : templates) {
        keep(sentences, template.fill(values));
      }
      said++;
    }
    return sentences;
  }

  /** By sentence: the text that first made it. */
  private void keep(SequencedMap<String, Integer> sentences, String sentence) {
    if (sentences.putIfAbsent(sentence, said) != null) {
      dropped++;
    }
  }

  private Map<String, String> values(String name) {
    Map<String, String> values = new HashMap<>();
    values.put(TextTemplate.LABEL, name);
    if (definition.domain() != null) {
      values.put(TextTemplate.DOMAIN, definition.domain());
    }
    return values;
  }

  private List<PairTexts> pairs() {
    List<TextTemplate> templates = compile(definition.templates().oneToOne());
    Map<String, Integer> indexes = new HashMap<>();
    for (int i = 0; i < definition.classes().size(); i++) {
      indexes.put(definition.classes().get(i).label(), i);
    }
    List<PairTexts> pairs = new ArrayList<>();
    for (Pair pair : definition.oneToOne()) {
      int label = Objects.requireNonNull(indexes.get(pair.label()));
      int other = Objects.requireNonNull(indexes.get(pair.other()));
      Map<String, String> values = values(definition.classes().get(label).name());
      values.put(TextTemplate.OTHER, definition.classes().get(other).name());
      SequencedMap<String, Integer> sentences = said(templates, values, pair.texts());
      pairs.add(new PairTexts(label, other, List.copyOf(sentences.keySet())));
    }
    return pairs;
  }
}
