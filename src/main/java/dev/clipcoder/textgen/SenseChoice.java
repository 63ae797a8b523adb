package dev.clipcoder.textgen;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.textgen.NameForms.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses for each class which meaning its name has. Names of one set explain each other: where two thirds of them can
 * be animals, "boxer" is the dog, "Persian" the Persian cat, and the region Bengal is none of them. Among what is left
 * the model decides by the cosine of name and definition, helped by how often each meaning is used.
 */
final class SenseChoice {

  /** Of the classes that were found, before their kind decides over the others. */
  private static final double DOMINATING = 2.0 / 3;

  /** Fewer names do not explain each other. */
  private static final int LEAST_CLASSES = 4;

  /** Meanings of one name that are compared. */
  private static final int MOST_SENSES = 8;

  /** Words for the classes' kind that are tried behind a name, as "cat" behind "Persian". */
  private static final int MOST_KIND_WORDS = 8;

  /** How much cosine a meaning is ahead that is the only one in use. */
  private static final double USAGE_WEIGHT = 0.1;

  private final WordNet wordNet;
  private final NameForms forms;
  private final PhraseEncoder encoder;

  SenseChoice(WordNet wordNet, PhraseEncoder encoder) {
    this.wordNet = wordNet;
    this.forms = new NameForms(wordNet);
    this.encoder = encoder;
  }

  /**
   * What a class is taken to be.
   *
   * @param isWhole whether the meaning is that of the whole name; otherwise the class is a kind of it
   */
  record Chosen(Sense sense, boolean isWhole) {}

  private record Candidates(@Nullable Found found, List<Sense> senses) {}

  /** In the order of the classes; empty where WordNet has no fitting meaning. */
  List<Optional<Chosen>> choose(List<ClassName> classes, @Nullable String domain)
      throws InterruptedException {
    List<Candidates> found =
        classes.stream().map(one -> candidates(forms.find(one.name()))).toList();
    String file = dominatingFile(found);
    if (file != null) {
      List<String> kindWords = kindWords(found, file);
      Set<Long> kinds = sharedKinds(found, file);
      found = classes.stream()
          .map(one -> fitting(found(one, kindWords), file, kinds))
          .toList();
    }
    return byCosine(classes, domain, found);
  }

  private Candidates candidates(Optional<Found> found) {
    if (found.isEmpty()) {
      return new Candidates(null, List.of());
    }
    List<Sense> senses = wordNet.senses(found.get().lemma());
    List<Sense> kept =
        senses.stream().filter(s -> s.isVisible() && !s.isInstance()).toList();
    if (kept.isEmpty()) {
      kept = senses.stream().filter(Sense::isVisible).toList();
    }
    if (kept.isEmpty() && found.get().isWhole()) {
      kept = senses;
    }
    return new Candidates(found.get(), kept.stream().limit(MOST_SENSES).toList());
  }

  /** The lexicographer's file that most names have a meaning in, if that is nearly all of them. */
  private static @Nullable String dominatingFile(List<Candidates> found) {
    Map<String, Long> counts = found.stream()
        .flatMap(one -> one.senses().stream().map(Sense::file).distinct())
        .collect(Collectors.groupingBy(file -> file, Collectors.counting()));
    long known = found.stream().filter(one -> !one.senses().isEmpty()).count();
    return counts.entrySet().stream()
        .filter(entry -> known >= LEAST_CLASSES && entry.getValue() >= DOMINATING * known)
        .max(Map.Entry.<String, Long>comparingByValue()
            .thenComparing(Map.Entry.<String, Long>comparingByKey().reversed()))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  /** The words that end the names of the classes' nearest kinds, the most frequent first. */
  private List<String> kindWords(List<Candidates> found, String file) {
    Map<String, Integer> counts = new HashMap<>();
    for (Candidates one : found) {
      one.senses().stream()
          .filter(sense -> sense.file().equals(file))
          .findFirst()
          .ifPresent(sense -> wordNet.hypernyms(sense).forEach(kind -> {
            String word = kind.word();
            counts.merge(word.substring(word.lastIndexOf(' ') + 1), 1, Integer::sum);
          }));
    }
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_KIND_WORDS)
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<Candidates> found(ClassName one, List<String> kindWords) {
    List<Candidates> ways = new ArrayList<>();
    Optional<Found> plain = forms.find(one.name());
    ways.add(candidates(plain.filter(Found::isWhole)));
    for (String kind : kindWords) {
      ways.add(candidates(forms.find(one.name() + " " + kind).filter(Found::isWhole)));
    }
    ways.add(candidates(plain.filter(found -> !found.isWhole())));
    return ways;
  }

  /** All kinds that two thirds of the whole names are, near and far, as most pets are domestic animals. */
  private Set<Long> sharedKinds(List<Candidates> found, String file) {
    Map<Long, Integer> counts = new HashMap<>();
    int whole = 0;
    for (Candidates one : found) {
      Optional<Sense> sense = one.found() == null || !one.found().isWhole()
          ? Optional.empty()
          : one.senses().stream().filter(s -> s.file().equals(file)).findFirst();
      if (sense.isPresent()) {
        whole++;
        wordNet.allHypernyms(sense.get()).forEach(kind -> counts.merge(kind, 1, Integer::sum));
      }
    }
    double least = DOMINATING * whole;
    counts.values().removeIf(count -> count < least);
    return counts.keySet();
  }

  /** Of the dominating kind; an end of a name in its own right, as "blue" of "Russian blue", must be so in every way. */
  private Candidates fitting(List<Candidates> ways, String file, Set<Long> kinds) {
    return ways.stream()
        .map(way -> new Candidates(
            way.found(),
            way.senses().stream()
                .filter(sense -> sense.file().equals(file))
                .filter(sense -> isWhole(way) || wordNet.allHypernyms(sense).containsAll(kinds))
                .toList()))
        .filter(way -> !way.senses().isEmpty())
        .findFirst()
        // A name that is no animal among animals may be the exception that it seems to be, if it is
        // no proper name.
        .orElseGet(() -> ways.stream()
            .filter(SenseChoice::isWhole)
            .filter(way -> way.senses().stream().noneMatch(Sense::isInstance))
            .findFirst()
            .orElse(new Candidates(null, List.of())));
  }

  private static boolean isWhole(Candidates candidates) {
    return candidates.found() != null && candidates.found().isWhole();
  }

  private List<Optional<Chosen>> byCosine(
      List<ClassName> classes, @Nullable String domain, List<Candidates> found)
      throws InterruptedException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      if (found.get(i).senses().size() > 1) {
        texts.add(question(classes.get(i), domain));
        found.get(i).senses().forEach(sense -> texts.add(Gloss.definition(sense.gloss())));
      }
    }
    List<String> distinct = texts.stream().distinct().toList();
    List<Embedding> encoded = encoder.encode(distinct);
    Map<String, Embedding> embeddings = new HashMap<>();
    for (int i = 0; i < distinct.size(); i++) {
      embeddings.put(distinct.get(i), encoded.get(i));
    }
    List<Optional<Chosen>> chosen = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      Embedding name = embeddings.get(question(classes.get(i), domain));
      chosen.add(best(found.get(i), name, embeddings));
    }
    return chosen;
  }

  private static String question(ClassName one, @Nullable String domain) {
    String words = NameForms.words(one.name());
    return domain == null ? words : words + ", " + domain;
  }

  private static Optional<Chosen> best(
      Candidates candidates, @Nullable Embedding name, Map<String, Embedding> embeddings) {
    if (candidates.found() == null || candidates.senses().isEmpty()) {
      return Optional.empty();
    }
    boolean isWhole = candidates.found().isWhole();
    List<Sense> senses = candidates.senses();
    if (senses.size() == 1 || name == null) {
      return Optional.of(new Chosen(senses.getFirst(), isWhole));
    }
    double uses = senses.stream().mapToInt(Sense::uses).sum() + senses.size();
    double best = Double.NEGATIVE_INFINITY;
    Sense chosen = senses.getFirst();
    for (Sense sense : senses) {
      Embedding definition =
          Objects.requireNonNull(embeddings.get(Gloss.definition(sense.gloss())));
      double score = Cosines.of(name, definition) + USAGE_WEIGHT * (sense.uses() + 1) / uses;
      if (score > best) {
        best = score;
        chosen = sense;
      }
    }
    return Optional.of(new Chosen(chosen, isWhole));
  }
}
