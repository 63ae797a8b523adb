package dev.clipcoder.textgen;

import dev.clipcoder.textgen.ChatClient.Priced;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks questions until they are answered, within the limits of rate, price and patience, and keeps each answer at
 * once. For several threads; one interview for each job.
 */
final class LlmInterview {

  private static final Logger log = LoggerFactory.getLogger(LlmInterview.class);

  private final LlmProperties properties;
  private final ChatClient client;
  private final LlmAnswers answers;
  private final Clock clock;
  private final MeterRegistry meters;
  private final LlmPace pace;
  private final GenerationProgress progress;
  private final AtomicLong tokens;
  private final CountDownLatch ended = new CountDownLatch(1);

  LlmInterview(
      LlmProperties properties,
      ChatClient client,
      LlmAnswers answers,
      GenerationProgress progress,
      Clock clock,
      MeterRegistry meters) {
    this.properties = properties;
    this.client = client;
    this.answers = answers;
    this.progress = progress;
    this.tokens = new AtomicLong(progress.spent());
    this.clock = clock;
    this.meters = meters;
    this.pace = new LlmPace(properties.requestsPerMinute(), properties.maxBackoff());
  }

  /**
   * The answer, committed; empty where the model gave none that can be used, however often it was asked, or the
   * interview was ended.
   *
   * @throws LlmException if no question can be asked any further
   */
  Optional<LlmAnswer> answer(LlmQuestion question) throws InterruptedException {
    for (int attempt = 1; ended.getCount() > 0; attempt++) {
      requireBudget();
      pace.await();
      try {
        Priced priced = client.ask(question);
        tokens.addAndGet(priced.tokens());
        progress.spend(priced.tokens());
        count("clipcoder.textgen.llm.tokens", "", (double) priced.tokens());
        // As it is stored, so that it is the same when it is read.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        LlmAnswer answer = LlmChecks.checked(question, priced.texts(), now);
        count("clipcoder.textgen.llm.calls", "answered", 1);
        answers.keep(question, properties.model(), answer);
        return Optional.of(answer);
      } catch (AskFailure failure) {
        if (Thread.interrupted()) {
          throw new InterruptedException("Asking a language model");
        }
        if (!goesOn(question, failure, attempt)) {
          return Optional.empty();
        }
        boolean _ = ended.await(backoff(attempt).toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    return Optional.empty();
  }

  /** Asks nothing more; what is being asked may be answered, for it is paid for. */
  void end() {
    ended.countDown();
  }

  private void requireBudget() {
    if (properties.maxTokens() > 0 && tokens.get() >= properties.maxTokens()) {
      throw new LlmException(
          "The job has used %d tokens; more are not allowed (clipcoder.textgen.llm.max-tokens). What was answered is kept: order the texts again to go on."
              .formatted(tokens.get()));
    }
  }

  private boolean goesOn(LlmQuestion question, AskFailure failure, int attempt) {
    boolean isLast = attempt >= properties.maxAttempts();
    log.debug("Try {} of {}: {}", attempt, question.data(), failure.getMessage());
    switch (failure) {
      case AskFailure.Unusable unusable -> {
        count("clipcoder.textgen.llm.calls", "unusable", 1);
        if (isLast) {
          log.warn("No usable answer to {}: {}", question.data(), unusable.getMessage());
        }
      }
      case AskFailure.Busy busy -> {
        count("clipcoder.textgen.llm.calls", "busy", 1);
        if (isLast) {
          throw ended(busy);
        }
        if (busy.retryAfter() != null) {
          pace.pause(busy.retryAfter());
        }
      }
      case AskFailure.Refused refused -> {
        count("clipcoder.textgen.llm.calls", "refused", 1);
        throw ended(refused);
      }
    }
    return !isLast;
  }

  private LlmException ended(AskFailure failure) {
    return new LlmException(
        "The language model at %s cannot be asked. %s. What it answered before is kept: order the texts again to go on."
            .formatted(properties.baseUrl(), failure.getMessage()),
        failure);
  }

  /** Twice as long each time, and never quite the same for those who failed together. */
  private Duration backoff(int attempt) {
    long base = properties.backoff().toMillis() << Math.min(attempt - 1, 20);
    long longest = Math.min(base, properties.maxBackoff().toMillis());
    return Duration.ofMillis(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
  }

  private void count(String name, String outcome, double by) {
    Counter.Builder counter = Counter.builder(name);
    if (!outcome.isEmpty()) {
      counter.tag("outcome", outcome);
    }
    counter.register(meters).increment(by);
  }
}
