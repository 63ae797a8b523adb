package dev.clipcoder.textgen;

import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a language model one question, once, and accepts nothing but an answer in the form that was asked for. */
final class ChatClient {

  /** Also what is checked here: an endpoint may not know schemas. */
  private static final String SCHEMA = """
      {"type":"object","properties":{"texts":{"type":"array","items":{"type":"string"}}},
       "required":["texts"],"additionalProperties":false}""";

  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  /** What an endpoint says about an error is shown up to here. */
  private static final int MOST_SHOWN = 200;

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int CONFLICT = 409;
  private static final int SERVER_ERROR = 500;

  private final OpenAiChatModel model;
  private final LlmProperties properties;

  ChatClient(LlmProperties properties) {
    this.properties = properties;
    this.model = OpenAiChatModel.builder()
        .options(OpenAiChatOptions.builder()
            .baseUrl(properties.baseUrl())
            // The client wants some key; endpoints that want none ignore it.
            .apiKey(properties.apiKey().isBlank() ? "none" : properties.apiKey())
            .model(properties.model())
            .timeout(properties.timeout())
            // Repeated here, where limits and pauses are known.
            .maxRetries(0)
            .build())
        .httpClientBuilderCustomizer(http ->
            http.interceptor(new ResponseLimit(properties.maxResponseBytes().toBytes())))
        .build();
  }

  /**
   * An answer and its price.
   *
   * @param tokens of question and answer; 0 where the endpoint does not tell
   */
  record Priced(List<String> texts, long tokens) {}

  Priced ask(LlmQuestion question) throws AskFailure {
    ChatResponse response;
    try {
      response = model.call(prompt(question));
    } catch (OpenAIServiceException e) {
      throw failure(e);
    } catch (OpenAIException e) {
      throw failure(e);
    } catch (RuntimeException e) {
      throw new AskFailure.Unusable("The response cannot be read", e);
    }
    return new Priced(texts(response), tokens(response));
  }

  private Prompt prompt(LlmQuestion question) {
    OpenAiChatOptions options = OpenAiChatOptions.builder()
        .model(properties.model())
        .maxTokens(properties.maxAnswerTokens())
        .temperature(0.0)
        .outputSchema(SCHEMA)
        .build();
    return new Prompt(
        List.of(
            new SystemMessage(question.prompt().instructions()), new UserMessage(question.data())),
        options);
  }

  private static List<String> texts(@Nullable ChatResponse response) throws AskFailure.Unusable {
    Generation generation = response == null ? null : response.getResult();
    String text = generation == null ? null : generation.getOutput().getText();
    if (generation == null || text == null || text.isBlank()) {
      throw new AskFailure.Unusable("It said nothing, or refused");
    }
    String reason = generation.getMetadata().getFinishReason();
    if (reason != null && reason.equalsIgnoreCase("length")) {
      throw new AskFailure.Unusable(
          "Its answer was cut off (clipcoder.textgen.llm.max-answer-tokens)");
    }
    return parse(text);
  }

  static List<String> parse(String text) throws AskFailure.Unusable {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JacksonException e) {
      throw new AskFailure.Unusable("It answered no JSON", e);
    }
    JsonNode list = json.path("texts");
    if (!json.isObject() || json.size() != 1 || !list.isArray()) {
      throw new AskFailure.Unusable("It answered JSON of another form");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode one : list) {
      if (!one.isString()) {
        throw new AskFailure.Unusable("It answered something that is no text");
      }
      texts.add(one.stringValue());
    }
    return texts;
  }

  private static long tokens(ChatResponse response) {
    Usage usage = response.getMetadata().getUsage();
    return usage == null || usage.getTotalTokens() == null ? 0 : usage.getTotalTokens();
  }

  private static AskFailure failure(OpenAIServiceException e) {
    int status = e.statusCode();
    String message = shown("It answered status %d: %s".formatted(status, e.getMessage()));
    boolean passes = status == TOO_MANY_REQUESTS
        || status == REQUEST_TIMEOUT
        || status == CONFLICT
        || status >= SERVER_ERROR;
    if (passes) {
      return new AskFailure.Busy(message, retryAfter(e), e);
    }
    // With a status of success it is the body that is wrong.
    return status < 300 ? new AskFailure.Unusable(message, e) : new AskFailure.Refused(message, e);
  }

  private static AskFailure failure(OpenAIException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ResponseTooLongException) {
        return new AskFailure.Unusable(
            "Its response was longer than clipcoder.textgen.llm.max-response-bytes", e);
      }
      if (cause instanceof IOException io && !cause.getClass().getName().contains("jackson")) {
        return new AskFailure.Busy(shown("It cannot be reached, or is too slow: " + io), null, e);
      }
    }
    return new AskFailure.Unusable(shown("Its response cannot be read: " + e.getMessage()), e);
  }

  private static @Nullable Duration retryAfter(OpenAIServiceException e) {
    List<String> values = e.headers().values("Retry-After");
    try {
      return values.isEmpty()
          ? null
          : Duration.ofSeconds(Long.parseLong(values.getFirst().strip()));
    } catch (NumberFormatException notSeconds) {
      return null;
    }
  }

  private static String shown(String message) {
    String line = message.replaceAll("\\s+", " ");
    return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "…";
  }
}
