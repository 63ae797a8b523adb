package dev.clipcoder.textgen;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.textgen.NameForms.Found;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses for each class which meaning its name has. Names of one set explain each other: where two thirds of them can
 * be animals, "boxer" is the dog, "Persian" the Persian cat, and the region Bengal is none of them. Among what is left
 * the model decides by the cosine of name and definition, helped by how often each meaning is used.
 */
final class SenseChoice {

  /** Of the classes that were found, before their kind decides over the others. */
  private static final double DOMINATING = 2.0 / 3;

  /** Of the names that have meanings of one kind only. */
  private static final double CLEARLY = 0.75;

  /** Fewer names do not explain each other. */
  private static final int LEAST_CLASSES = 4;

  /** Meanings of one name that are compared. */
  private static final int MOST_SENSES = 8;

  /** Words for the classes' kind that are tried behind a name, as "cat" behind "Persian". */
  private static final int MOST_KIND_WORDS = 8;

  /** How much cosine a meaning is ahead that is the only one in use; text towers hardly tell definitions apart. */
  private static final double USAGE_WEIGHT = 0.4;

  /** How much cosine a meaning of a name's end is ahead that all longer names with this end have. */
  private static final double KINDS_WEIGHT = 0.3;

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

  /**
   * The lexicographer's file that the set is about, if there is one: that of nearly all names whose meanings are all in
   * one file, and which most of the others have a meaning in as well.
   */
  private static @Nullable String dominatingFile(List<Candidates> found) {
    List<Set<String>> files = found.stream()
        .filter(one -> isWhole(one) && one.senses().stream().noneMatch(Sense::isInstance))
        .map(one -> one.senses().stream().map(Sense::file).collect(Collectors.toSet()))
        .filter(one -> !one.isEmpty())
        .toList();
    List<Set<String>> clear = files.stream().filter(one -> one.size() == 1).toList();
    return clear.stream()
        .flatMap(Set::stream)
        .distinct()
        .filter(file -> files.size() >= LEAST_CLASSES
            && clear.size() > 1
            && Collections.frequency(clear, Set.of(file)) >= CLEARLY * clear.size()
            && files.stream().filter(one -> one.contains(file)).count()
                >= DOMINATING * files.size())
        .findFirst()
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

  private Optional<Chosen> best(
      Candidates candidates, @Nullable Embedding name, Map<String, Embedding> embeddings) {
    Found found = candidates.found();
    List<Sense> senses = candidates.senses();
    if (found == null || senses.isEmpty()) {
      return Optional.empty();
    }
    if (senses.size() == 1 || name == null) {
      return Optional.of(new Chosen(senses.getFirst(), found.isWhole()));
    }
    double[] scores = new double[senses.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Cosines.of(
          name,
          Objects.requireNonNull(embeddings.get(Gloss.definition(senses.get(i).gloss()))));
    }
    // Senses that were never counted are in an order of their own, which counts a little.
    addShares(
        scores,
        USAGE_WEIGHT,
        i -> (senses.get(i).uses() + 1.0 / (i + 1)) * (senses.get(i).isThing() ? 1 : 0.5));
    if (!found.isWhole()) {
      addShares(scores, KINDS_WEIGHT, i -> kindsWithEnd(senses.get(i), found.lemma()));
    }
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return Optional.of(new Chosen(senses.get(best), found.isWhole()));
  }

  private static void addShares(double[] scores, double weight, IntToDoubleFunction evidence) {
    double sum = IntStream.range(0, scores.length).mapToDouble(evidence).sum();
    for (int i = 0; i < scores.length && sum > 0; i++) {
      scores[i] += weight * evidence.applyAsDouble(i) / sum;
    }
  }

  /** Kinds of the meaning whose names end as a class's does: cheesecake and sponge cake say what a carrot cake is. */
  private double kindsWithEnd(Sense sense, String end) {
    return wordNet.hyponyms(sense).stream()
        .filter(kind -> kind.lemmas().stream().anyMatch(lemma -> lemma.endsWith(" " + end)))
        .count();
  }
}
