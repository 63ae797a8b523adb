package dev.clipcoder.textgen;

import dev.clipcoder.coder.ClassPair;
import dev.clipcoder.coder.TextKind;
import dev.clipcoder.database.Database;
import dev.clipcoder.textgen.Offers.PairOffer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A language model (CODER, arXiv 2404.17753, section 3), asked one question for each class and kind and for each
 * direction of a pair. Every answer is stored before the next question of that place, so that a job that was killed or
 * failed goes on where it was.
 */
public final class LlmSource implements TextSource {

  public static final String NAME = "llm";

  /** How long answers under way may take to be given up. */
  private static final long GIVING_UP_SECONDS = 10;

  private final LlmProperties properties;
  private final LlmAnswers answers;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Map<TextKind, Prompt> prompts = new EnumMap<>(TextKind.class);

  public LlmSource(LlmProperties properties, Database database, Clock clock, MeterRegistry meters) {
    this.properties = properties;
    this.answers = new LlmAnswers(database);
    this.clock = clock;
    this.meters = meters;
    TextOrder.KINDS.forEach(kind -> prompts.put(kind, Prompt.of(kind)));
    prompts.put(TextKind.ONE_TO_ONE, Prompt.of(TextKind.ONE_TO_ONE));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Offers offer(TextOrder order, PhraseEncoder encoder, GenerationProgress progress)
      throws InterruptedException {
    SequencedMap<String, LlmQuestion> questions = new LinkedHashMap<>();
    List<Map<TextKind, String>> ofClasses = new ArrayList<>();
    for (ClassName one : order.classes()) {
      Map<TextKind, String> keys = new EnumMap<>(TextKind.class);
      for (TextKind kind : order.turns()) {
        keys.put(kind, put(questions, question(order, kind, one, null)));
      }
      ofClasses.add(keys);
    }
    List<List<String>> ofPairs = new ArrayList<>();
    for (ClassPair pair : order.pairs()) {
      ClassName first = order.classes().get(pair.first());
      ClassName second = order.classes().get(pair.second());
      ofPairs.add(List.of(
          put(questions, question(order, TextKind.ONE_TO_ONE, first, second)),
          put(questions, question(order, TextKind.ONE_TO_ONE, second, first))));
    }
    Map<String, LlmAnswer> found = answerAll(questions, progress);
    return offers(order, ofClasses, ofPairs, found);
  }

  private LlmQuestion question(
      TextOrder order, TextKind kind, ClassName one, @Nullable ClassName other) {
    return LlmQuestion.of(
        Objects.requireNonNull(prompts.get(kind)),
        one.name(),
        other == null ? null : other.name(),
        order.domain(),
        properties.language(),
        kind == TextKind.ONE_TO_ONE ? order.perPair() : order.perClass());
  }

  private String put(Map<String, LlmQuestion> questions, LlmQuestion question) {
    String key = question.key(properties.model());
    questions.put(key, question);
    return key;
  }

  /** Answers by key; those that could not be had are absent. */
  private Map<String, LlmAnswer> answerAll(
      SequencedMap<String, LlmQuestion> questions, GenerationProgress progress)
      throws InterruptedException {
    Map<String, LlmAnswer> found =
        new HashMap<>(answers.find(List.copyOf(questions.sequencedKeySet())));
    long done = found.size();
    progress.begin(done, questions.size());
    if (done == questions.size()) {
      return found;
    }
    LlmInterview interview =
        new LlmInterview(properties, new ChatClient(properties), answers, progress, clock, meters);
    ExecutorService asking = Executors.newFixedThreadPool(
        properties.concurrency(), Thread.ofVirtual().name("llm-", 0).factory());
    try {
      CompletionService<Answered> answered = new ExecutorCompletionService<>(asking);
      questions.forEach((key, question) -> {
        if (!found.containsKey(key)) {
          answered.submit(() -> new Answered(key, interview.answer(question)));
        }
      });
      while (done < questions.size()) {
        Answered one = take(answered);
        one.answer().ifPresent(answer -> found.put(one.key(), answer));
        progress.report(++done);
      }
      return found;
    } catch (LlmException over) {
      interview.end();
      asking.shutdown();
      boolean _ = asking.awaitTermination(properties.timeout().toMillis(), TimeUnit.MILLISECONDS);
      throw over;
    } finally {
      asking.shutdownNow();
      boolean _ = asking.awaitTermination(GIVING_UP_SECONDS, TimeUnit.SECONDS);
    }
  }

  private record Answered(String key, Optional<LlmAnswer> answer) {}

  private static Answered take(CompletionService<Answered> answered) throws InterruptedException {
    try {
      return answered.take().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("A language model cannot be asked", e);
    }
  }

  private Offers offers(
      TextOrder order,
      List<Map<TextKind, String>> ofClasses,
      List<List<String>> ofPairs,
      Map<String, LlmAnswer> found) {
    List<Offer> classes = new ArrayList<>();
    List<ClassNote> notes = new ArrayList<>();
    for (int i = 0; i < ofClasses.size(); i++) {
      Map<TextKind, Offer.Texts> texts = new EnumMap<>(TextKind.class);
      List<String> unanswered = new ArrayList<>();
      ofClasses.get(i).forEach((kind, key) -> {
        LlmAnswer answer = found.get(key);
        if (answer == null) {
          unanswered.add(kind.name().toLowerCase(java.util.Locale.ROOT));
        } else {
          texts.put(kind, texts(kind, answer));
        }
      });
      classes.add(new Offer(texts));
      notes.add(note(order.classes().get(i), unanswered));
    }
    List<PairOffer> pairs = ofPairs.stream()
        .map(keys -> new PairOffer(pair(found.get(keys.get(0))), pair(found.get(keys.get(1)))))
        .toList();
    return new Offers(classes, pairs, notes);
  }

  private Offer pair(@Nullable LlmAnswer answer) {
    return answer == null
        ? Offer.NOTHING
        : new Offer(Map.of(TextKind.ONE_TO_ONE, texts(TextKind.ONE_TO_ONE, answer)));
  }

  private Offer.Texts texts(TextKind kind, LlmAnswer answer) {
    String version = Objects.requireNonNull(prompts.get(kind)).version();
    return new Offer.Texts(
        answer.texts(), new TextOrigin(NAME, properties.model(), version, answer.at()));
  }

  private ClassNote note(ClassName one, List<String> unanswered) {
    return unanswered.isEmpty()
        ? new ClassNote(one.label(), true, "Answered by %s.".formatted(properties.model()))
        : new ClassNote(
            one.label(),
            false,
            "No usable answer for %s; order the texts again to ask once more."
                .formatted(String.join(", ", unanswered)));
  }
}
