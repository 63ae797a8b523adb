package dev.clipcoder.textgen;

import dev.clipcoder.coder.ClassPair;
import dev.clipcoder.coder.TextKind;
import dev.clipcoder.textgen.Offers.PairOffer;
import dev.clipcoder.textgen.SenseChoice.Chosen;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * WordNet: without a network, without a key, the same texts for the same set and model. Synonyms are the words of a
 * class's meaning, analogous things its sister terms, attributes what definitions and parts tell (CODER, arXiv
 * 2404.17753, section 3, makes these with a language model).
 */
public final class WordNetSource implements TextSource {

  public static final String NAME = "wordnet";

  private final Clock clock;

  public WordNetSource(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Offers offer(TextOrder order, PhraseEncoder encoder, GenerationProgress progress)
      throws InterruptedException {
    progress.begin(0, (long) order.classes().size() + order.pairs().size());
    try (WordNet wordNet = WordNet.open()) {
      List<Optional<Chosen>> chosen =
          new SenseChoice(wordNet, encoder).choose(order.classes(), order.domain());
      Drafting drafting = new Drafting(order, new Descriptions(wordNet), chosen);
      long done = 0;
      List<Offer> classes = new ArrayList<>();
      for (int i = 0; i < order.classes().size(); i++) {
        classes.add(order.kinds().isEmpty() ? Offer.NOTHING : drafting.ofClass(i));
        progress.report(++done);
      }
      List<PairOffer> pairs = new ArrayList<>();
      for (ClassPair pair : order.pairs()) {
        pairs.add(new PairOffer(
            drafting.ofPair(pair.first(), pair.second()),
            drafting.ofPair(pair.second(), pair.first())));
        progress.report(++done);
      }
      return new Offers(classes, pairs, notes(order.classes(), chosen));
    }
  }

  private final class Drafting {

    private final TextOrder order;
    private final Descriptions descriptions;
    private final List<Optional<Chosen>> chosen;
    private final Map<Long, Description> known = new HashMap<>();
    private final TextOrigin origin = new TextOrigin(NAME, WordNet.VERSION, null, clock.instant());

    Drafting(TextOrder order, Descriptions descriptions, List<Optional<Chosen>> chosen) {
      this.order = order;
      this.descriptions = descriptions;
      this.chosen = chosen;
    }

    Offer ofClass(int index) {
      return chosen
          .get(index)
          .map(one -> {
            Description description = describe(one);
            Map<TextKind, Offer.Texts> texts = new EnumMap<>(TextKind.class);
            put(texts, TextKind.ATTRIBUTE, description.attributes());
            put(texts, TextKind.ANALOGOUS, descriptions.analogous(one.sense(), one.isWhole()));
            // A class that is only a kind of what was found has no other words here.
            put(texts, TextKind.SYNONYM, one.isWhole() ? one.sense().lemmas() : List.of());
            return new Offer(texts);
          })
          .orElse(Offer.NOTHING);
    }

    private void put(Map<TextKind, Offer.Texts> texts, TextKind kind, List<String> offered) {
      if (order.kinds().contains(kind)) {
        texts.put(kind, new Offer.Texts(offered, origin));
      }
    }

    /** What is said of the one and not of the other. */
    Offer ofPair(int index, int other) {
      Optional<Chosen> one = chosen.get(index);
      Optional<Chosen> different = chosen.get(other);
      if (one.isEmpty()
          || different.isEmpty()
          || one.get().sense().equals(different.get().sense())) {
        return Offer.NOTHING;
      }
      List<String> texts = describe(one.get()).notOf(describe(different.get()));
      return new Offer(Map.of(TextKind.ONE_TO_ONE, new Offer.Texts(texts, origin)));
    }

    private Description describe(Chosen one) {
      return known.computeIfAbsent(one.sense().id(), _ -> descriptions.of(one.sense()));
    }
  }

  private static List<ClassNote> notes(List<ClassName> classes, List<Optional<Chosen>> chosen) {
    List<ClassNote> notes = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      String label = classes.get(i).label();
      notes.add(chosen
          .get(i)
          .map(one -> new ClassNote(label, true, note(one)))
          .orElse(new ClassNote(label, false, "No sense found.")));
    }
    return notes;
  }

  private static String note(Chosen one) {
    return "%s%s: %s"
        .formatted(
            one.isWhole() ? "" : "a kind of ",
            one.sense().word(),
            Gloss.definition(one.sense().gloss()));
  }
}
