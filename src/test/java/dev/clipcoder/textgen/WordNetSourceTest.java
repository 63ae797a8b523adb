package dev.clipcoder.textgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.coder.ClassPair;
import dev.clipcoder.coder.TextKind;
import dev.clipcoder.encoder.FixedEmbeddings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WordNetSourceTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private static final TextGenProperties PROPERTIES =
      new TextGenProperties("wordnet", 0.9, 0.97, 12, 4, 100);

  private static final class Steps implements GenerationProgress {

    private long total;
    private long done;

    @Override
    public void begin(long alreadyDone, long total) {
      this.total = total;
      this.done = alreadyDone;
    }

    @Override
    public void report(long done) {
      assertThat(done).isGreaterThanOrEqualTo(this.done);
      this.done = done;
    }

    @Override
    public long spent() {
      return 0;
    }

    @Override
    public void spend(long tokens) {
      throw new AssertionError("WordNet costs nothing");
    }
  }

  private final WordNetSource source = new WordNetSource(Clock.fixed(NOW, ZoneOffset.UTC));
  private final Steps steps = new Steps();

  /** Every text lies somewhere else, but for the cheetah, which lies where the ocelot does. */
  private final PhraseEncoder encoder = texts -> texts.stream()
      .map(text -> FixedEmbeddings.of(text.equals("cheetah") ? "ocelot" : text))
      .toList();

  private static TextOrder order(
      Set<TextKind> kinds, int perClass, List<ClassPair> pairs, @Nullable String... names) {
    List<ClassName> classes = Stream.of(names)
        .map(String::valueOf)
        .map(name -> new ClassName(name.toUpperCase(Locale.ROOT), name))
        .toList();
    return new TextOrder(classes, null, kinds, perClass, pairs, 3);
  }

  private Offers offer(String... names) throws InterruptedException {
    TextOrder order = order(EnumSet.copyOf(TextOrder.KINDS), 12, List.of(), names);
    return source.offer(order, encoder, steps);
  }

  private Generation generate(TextOrder order) throws InterruptedException {
    return new TextGenerator(PROPERTIES).generate(order, source, encoder, steps);
  }

  private static List<String> texts(Generation generation, TextKind kind) {
    return generation.texts().stream()
        .filter(text -> text.kind() == kind)
        .map(GeneratedText::text)
        .toList();
  }

  @Test
  void bassetHound_hasWhatItsDefinitionSays() throws InterruptedException {
    Offer basset = offer("basset hound").classes().getFirst();
    assertThat(basset.of(TextKind.ATTRIBUTE))
        .startsWith("short legs", "long ears", "the look of a smooth-haired breed")
        .contains("large drooping ears");
    assertThat(basset.of(TextKind.ANALOGOUS)).contains("bloodhound", "beagle");
    assertThat(basset.of(TextKind.SYNONYM)).containsExactly("basset", "basset hound");
  }

  @Test
  void names_areFoundHoweverTheyAreWritten() throws InterruptedException {
    for (String name : List.of("ice_cream", "Ice Creams", "iceCream", "ice-cream")) {
      assertThat(offer(name).notes().getFirst().note()).as(name).startsWith("ice cream: ");
    }
    assertThat(offer("mice").notes().getFirst().note()).startsWith("mouse: ");
    assertThat(offer("cup cakes").notes().getFirst().note()).startsWith("cupcake: ");
  }

  @Test
  void unknownModifier_fallsBackToTheHead_withoutItsSynonyms() throws InterruptedException {
    Offers offers = offer("frobnicated omelette");
    assertThat(offers.notes().getFirst().note()).startsWith("a kind of omelet: ");
    assertThat(offers.classes().getFirst().of(TextKind.SYNONYM)).isEmpty();
    assertThat(offers.classes().getFirst().of(TextKind.ANALOGOUS)).isNotEmpty();
  }

  @Test
  void unknownName_isReported_andNothingInvented() throws InterruptedException {
    Offers offers = offer("cat", "qwrtzpl");
    assertThat(offers.notes().get(1)).isEqualTo(new ClassNote("QWRTZPL", false, "No sense found."));
    assertThat(offers.classes().get(1)).isEqualTo(Offer.NOTHING);
  }

  @Test
  void namesOfOneSet_explainEachOther() throws InterruptedException {
    String[] pets = {"beagle", "pug", "Siamese", "basset hound", "boxer", "Persian", "Bengal"};
    List<ClassNote> notes = offer(pets).notes();
    assertThat(notes.get(4).note()).contains("dog");
    assertThat(notes.get(5).note()).startsWith("Persian cat: ");
    // WordNet knows the region only.
    assertThat(notes.get(6).found()).isFalse();
    assertThat(offer("Bengal").notes().getFirst().found()).isTrue();
  }

  @Test
  void endOfAName_thatIsSomethingElseAmongTheOthers_isNotTaken() throws InterruptedException {
    List<ClassNote> notes =
        offer("beagle", "pug", "poodle", "terrier", "japanese chin").notes();
    assertThat(notes.getLast().found()).isFalse();
  }

  @Test
  void classes_areNotAnalogousToEachOther() throws InterruptedException {
    Set<TextKind> analogous = Set.of(TextKind.ANALOGOUS);
    List<String> alone =
        texts(generate(order(analogous, 100, List.of(), "beagle")), TextKind.ANALOGOUS);
    assertThat(alone).contains("bloodhound", "foxhound");
    Generation together = generate(order(analogous, 100, List.of(), "beagle", "Bloodhound"));
    assertThat(together.texts())
        .filteredOn(text -> text.classIndex() == 0)
        .extracting(GeneratedText::text)
        .contains("foxhound")
        .doesNotContain("bloodhound");
    assertThat(together.dropped().otherClass()).isPositive();
  }

  @Test
  void analogousThing_thatTheModelTakesForAnotherClass_isLeftOut() throws InterruptedException {
    Set<TextKind> analogous = Set.of(TextKind.ANALOGOUS);
    assertThat(texts(generate(order(analogous, 100, List.of(), "lion")), TextKind.ANALOGOUS))
        .contains("panther", "cheetah");
    Generation generation = generate(order(analogous, 100, List.of(), "lion", "ocelot"));
    assertThat(generation.texts())
        .filteredOn(text -> text.classIndex() == 0)
        .extracting(GeneratedText::text)
        .contains("panther")
        .doesNotContain("cheetah");
  }

  @Test
  void perClass_isSharedByTheKinds() throws InterruptedException {
    Generation six = generate(order(EnumSet.copyOf(TextOrder.KINDS), 6, List.of(), "bicycle"));
    assertThat(six.texts()).hasSize(6);
    assertThat(texts(six, TextKind.ATTRIBUTE)).hasSize(2).contains("two wheels");
    assertThat(texts(six, TextKind.ANALOGOUS)).hasSize(2);
    assertThat(texts(six, TextKind.SYNONYM)).hasSize(2).doesNotContain("bicycle");
  }

  @Test
  void pairs_haveWhatTheOneHasAndTheOtherHasNot() throws InterruptedException {
    TextOrder order = order(Set.of(), 12, List.of(ClassPair.of(0, 1)), "pug", "keeshond");
    Generation generation = generate(order);
    assertThat(generation.texts())
        .extracting(GeneratedText::kind)
        .containsOnly(TextKind.ONE_TO_ONE);
    assertThat(generation.texts().getFirst())
        .isEqualTo(new GeneratedText(
            0,
            TextKind.ONE_TO_ONE,
            1,
            "a tightly curled tail",
            new TextOrigin("wordnet", "WordNet 3.1", null, NOW)));
    assertThat(generation.texts())
        .filteredOn(text -> text.classIndex() == 1)
        .extracting(GeneratedText::text)
        .hasSize(3)
        .contains("a shaggy greyish coat");
    List<String> first = generation.texts().stream()
        .filter(text -> text.classIndex() == 0)
        .map(GeneratedText::text)
        .toList();
    assertThat(generation.texts())
        .filteredOn(text -> text.classIndex() == 1)
        .extracting(GeneratedText::text)
        .doesNotContainAnyElementsOf(first);
  }

  @Test
  void sameOrder_givesTheSameTexts() throws InterruptedException {
    TextOrder order = order(
        EnumSet.copyOf(TextOrder.KINDS), 12, List.of(ClassPair.of(0, 2)), "cat", "dog", "crane");
    assertThat(generate(order)).isEqualTo(generate(order));
    assertThat(steps.done).isEqualTo(steps.total).isEqualTo(8);
  }
}
