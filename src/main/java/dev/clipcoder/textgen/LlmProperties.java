package dev.clipcoder.textgen;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The language model that is asked for texts: any endpoint that speaks OpenAI's chat protocol.
 *
 * @param baseUrl address up to and with {@code /v1}; empty for no language model
 * @param model its name there; empty for no language model
 * @param apiKey sent as bearer token; empty where the endpoint wants none
 * @param language in which the texts are to be written
 * @param timeout how long one answer may take
 * @param concurrency questions asked at a time
 * @param requestsPerMinute most questions in a minute; 0 for any number
 * @param maxTokens most tokens, of questions and answers together, that one job may use; 0 for any number
 * @param maxAnswerTokens most tokens of one answer
 * @param maxResponseBytes an answer that is longer is not read
 * @param maxAttempts how often one question is asked
 * @param backoff how long the first repetition waits; each further one waits twice as long
 * @param maxBackoff how long a repetition waits at most, also where the endpoint asks for more
 * @param keepAnswers how long an answer is kept, for whatever job or set asks the same; at least a day
 */
@Validated
@ConfigurationProperties("clipcoder.textgen.llm")
public record LlmProperties(
    @DefaultValue("") @NotNull String baseUrl,
    @DefaultValue("") @NotNull String model,
    @DefaultValue("") @NotNull String apiKey,
    @DefaultValue("English") @NotBlank String language,
    @DefaultValue("60s") @NotNull Duration timeout,
    @DefaultValue("4") @Positive int concurrency,
    @DefaultValue("0") @PositiveOrZero int requestsPerMinute,
    @DefaultValue("5000000") @PositiveOrZero long maxTokens,
    @DefaultValue("1000") @Positive int maxAnswerTokens,
    @DefaultValue("256KB") @NotNull DataSize maxResponseBytes,
    @DefaultValue("6") @Positive int maxAttempts,
    @DefaultValue("1s") @NotNull Duration backoff,
    @DefaultValue("60s") @NotNull Duration maxBackoff,
    @DefaultValue("180d") @NotNull Duration keepAnswers) {

  /** Below it a long job would lose answers before it is done. */
  private static final Duration LEAST_KEPT = Duration.ofDays(1);

  public LlmProperties {
    if (keepAnswers.compareTo(LEAST_KEPT) < 0) {
      throw new IllegalArgumentException(
          "clipcoder.textgen.llm.keep-answers must be at least 1d, not " + keepAnswers);
    }
  }

  static final String MISSING =
      "No language model is configured. Set clipcoder.textgen.llm.base-url (such as http://127.0.0.1:11434/v1) and"
          + " clipcoder.textgen.llm.model, and clipcoder.textgen.llm.api-key where the endpoint wants one; or ask for"
          + " the source 'wordnet'.";

  boolean isConfigured() {
    return !baseUrl.isBlank() && !model.isBlank();
  }

  /** Never with the key. */
  @Override
  public String toString() {
    return "LlmProperties[baseUrl=%s, model=%s]".formatted(baseUrl, model);
  }
}
