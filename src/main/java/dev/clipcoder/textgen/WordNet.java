package dev.clipcoder.textgen;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.IndexWord;
import net.sf.extjwnl.data.POS;
import net.sf.extjwnl.data.Pointer;
import net.sf.extjwnl.data.PointerType;
import net.sf.extjwnl.data.Synset;
import net.sf.extjwnl.data.Word;
import net.sf.extjwnl.dictionary.Dictionary;

/**
 * The nouns of WordNet 3.1. Opening takes about half a second and 50 MB of heap, so it is opened for a job and closed
 * after it. For one thread.
 */
final class WordNet implements AutoCloseable {

  static final String VERSION = "WordNet 3.1";

  private final Dictionary dictionary;

  private WordNet(Dictionary dictionary) {
    this.dictionary = dictionary;
  }

  static WordNet open() {
    try (InputStream settings =
        Objects.requireNonNull(WordNet.class.getResourceAsStream("wordnet.xml"))) {
      return new WordNet(Dictionary.getInstance(settings));
    } catch (IOException | JWNLException e) {
      throw unreadable(e);
    }
  }

  /** The meanings of a word or phrase, the most frequent first; none where it is no noun of WordNet. */
  List<Sense> senses(String lemma) {
    try {
      IndexWord word = dictionary.getIndexWord(POS.NOUN, lemma.toLowerCase(Locale.ROOT));
      return word == null
          ? List.of()
          : word.getSenses().stream().map(WordNet::sense).toList();
    } catch (JWNLException e) {
      throw unreadable(e);
    }
  }

  boolean knows(String lemma) {
    return !senses(lemma).isEmpty();
  }

  /** What the word may be the plural of. */
  List<String> singulars(String word) {
    try {
      return dictionary.getMorphologicalProcessor().lookupAllBaseForms(POS.NOUN, word);
    } catch (JWNLException e) {
      throw unreadable(e);
    }
  }

  /** Kinds of thing that it is a kind of, the nearest only. */
  List<Sense> hypernyms(Sense sense) {
    Set<Sense> hypernyms = new LinkedHashSet<>(targets(sense, PointerType.HYPERNYM));
    hypernyms.addAll(targets(sense, PointerType.INSTANCE_HYPERNYM));
    return List.copyOf(hypernyms);
  }

  /** The ids of all kinds that it is a kind of, up to the root. */
  Set<Long> allHypernyms(Sense sense) {
    Set<Long> all = new LinkedHashSet<>();
    Deque<Sense> open = new ArrayDeque<>(List.of(sense));
    while (!open.isEmpty()) {
      for (Sense kind : hypernyms(open.remove())) {
        if (all.add(kind.id())) {
          open.add(kind);
        }
      }
    }
    return all;
  }

  /** Kinds of it. */
  List<Sense> hyponyms(Sense sense) {
    return targets(sense, PointerType.HYPONYM);
  }

  /** What it is made up of: parts, then substances. */
  List<Sense> parts(Sense sense) {
    List<Sense> parts = new ArrayList<>(targets(sense, PointerType.PART_MERONYM));
    parts.addAll(targets(sense, PointerType.SUBSTANCE_MERONYM));
    return parts;
  }

  private List<Sense> targets(Sense sense, PointerType type) {
    try {
      Synset synset = dictionary.getSynsetAt(POS.NOUN, sense.id());
      List<Sense> targets = new ArrayList<>();
      for (Pointer pointer : synset.getPointers(type)) {
        targets.add(sense(pointer.getTargetSynset()));
      }
      return targets;
    } catch (JWNLException e) {
      throw unreadable(e);
    }
  }

  private static Sense sense(Synset synset) {
    List<Word> words = new ArrayList<>(synset.getWords());
    // Stable, so that words that were never counted stay in WordNet's order.
    words.sort(Comparator.comparingInt(Word::getUseCount).reversed());
    return new Sense(
        synset.getOffset(),
        synset.getLexFileName(),
        words.stream().map(word -> word.getLemma().replace('_', ' ')).toList(),
        synset.getGloss(),
        words.getFirst().getUseCount(),
        !synset.getPointers(PointerType.INSTANCE_HYPERNYM).isEmpty());
  }

  private static IllegalStateException unreadable(Exception cause) {
    return new IllegalStateException(
        "WordNet, which is part of the service, cannot be read", cause);
  }

  @Override
  public void close() {
    try {
      dictionary.close();
    } catch (JWNLException e) {
      throw unreadable(e);
    }
  }
}
