package dev.clipcoder.textgen;

import dev.clipcoder.coder.ClassPair;
import dev.clipcoder.coder.TextKind;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.textgen.Generation.Dropped;
import dev.clipcoder.textgen.Offers.PairOffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes texts from the names of classes: asks a source and keeps of its offers what is sound, speaks of no other class
 * and is not said already. The same offers and the same model always give the same texts.
 */
public final class TextGenerator {

  /** Classes whose offers are encoded together. */
  private static final int CHUNK = 32;

  private final TextGenProperties properties;

  public TextGenerator(TextGenProperties properties) {
    this.properties = properties;
  }

  /**
   * Generates. Blocks; interrupted, it stops between two steps.
   *
   * @param progress hears of one step for each class and pair that the source does, and one for each that is checked
   */
  public Generation generate(
      TextOrder order, TextSource source, PhraseEncoder encoder, GenerationProgress progress)
      throws InterruptedException {
    long checks = (long) order.classes().size() + order.pairs().size();
    TwoPhases phases = new TwoPhases(progress, checks);
    Offers offers = source.offer(order, encoder, phases);
    OfferCheck check = new OfferCheck(order, properties, names(order, encoder));
    List<GeneratedText> texts = new ArrayList<>();
    int classes = order.classes().size();
    for (int from = 0; from < classes; from += CHUNK) {
      int to = Math.min(from + CHUNK, classes);
      Map<String, Embedding> encoded = encode(offers.classes().subList(from, to), encoder, check);
      for (int i = from; i < to; i++) {
        texts.addAll(check.ofClass(i, offers.classes().get(i), encoded));
      }
      phases.checked(to);
    }
    for (int from = 0; from < order.pairs().size(); from += CHUNK) {
      int to = Math.min(from + CHUNK, order.pairs().size());
      List<Offer> both = offers.pairs().subList(from, to).stream()
          .flatMap(pair -> List.of(pair.first(), pair.second()).stream())
          .toList();
      Map<String, Embedding> encoded = encode(both, encoder, check);
      for (int i = from; i < to; i++) {
        ClassPair pair = order.pairs().get(i);
        PairOffer offer = offers.pairs().get(i);
        texts.addAll(check.ofPair(pair.first(), pair.second(), offer.first(), encoded));
        texts.addAll(check.ofPair(pair.second(), pair.first(), offer.second(), encoded));
      }
      phases.checked((long) classes + to);
    }
    return new Generation(
        texts,
        offers.notes(),
        new Dropped(check.unusable(), check.otherClass(), check.nearDuplicates()));
  }

  private static List<Embedding> names(TextOrder order, PhraseEncoder encoder)
      throws InterruptedException {
    // Nothing is compared with the names where there are no analogous things.
    return order.kinds().contains(TextKind.ANALOGOUS)
        ? encoder.encode(
            order.classes().stream().map(one -> NameForms.words(one.name())).toList())
        : List.of();
  }

  private static Map<String, Embedding> encode(
      List<Offer> offers, PhraseEncoder encoder, OfferCheck check) throws InterruptedException {
    List<String> texts = offers.stream()
        .flatMap(offer -> check.compared(offer).stream())
        .distinct()
        .toList();
    Map<String, Embedding> encoded = new LinkedHashMap<>();
    if (!texts.isEmpty()) {
      List<Embedding> embeddings = encoder.encode(texts);
      for (int i = 0; i < texts.size(); i++) {
        encoded.put(texts.get(i), embeddings.get(i));
      }
    }
    return encoded;
  }

  /** Counts the checks behind the steps of the source. */
  private static final class TwoPhases implements GenerationProgress {

    private final GenerationProgress progress;
    private final long checks;
    private long offered;

    TwoPhases(GenerationProgress progress, long checks) {
      this.progress = progress;
      this.checks = checks;
    }

    @Override
    public void begin(long alreadyDone, long total) throws InterruptedException {
      offered = total;
      progress.begin(alreadyDone, total + checks);
    }

    @Override
    public void report(long done) throws InterruptedException {
      progress.report(done);
    }

    @Override
    public long spent() {
      return progress.spent();
    }

    @Override
    public void spend(long tokens) {
      progress.spend(tokens);
    }

    void checked(long done) throws InterruptedException {
      progress.report(offered + done);
    }
  }
}
