package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clipcoder.labelset.LabelSetLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.node.ObjectNode;

class LabelSetBodiesTest {

  private static final DataSize MAX_BYTES = DataSize.ofMegabytes(20);

  private static ObjectNode read(String body, int maxTexts) {
    RequestLimits requests = new RequestLimits(
        MAX_BYTES,
        DataSize.ofMegabytes(200),
        1,
        1,
        1,
        1,
        1,
        1,
        Duration.ofSeconds(30),
        DataSize.ofKilobytes(8));
    BodyReader bodies = new BodyReader(
        MAX_BYTES, new BodyBudget(requests, Long.MAX_VALUE, new SimpleMeterRegistry()));
    MockHttpServletRequest request = new MockHttpServletRequest("PUT", "/label-sets/pets");
    request.setContentType("application/json");
    request.setContent(body.getBytes(StandardCharsets.UTF_8));
    return new LabelSetBodies(bodies, new LabelSetLimits(10, maxTexts, 1000))
        .read(request, LabelSetBodies.LABEL_SET);
  }

  private static String texts(int count) {
    return "{\"cat\":[" + "\"whiskers\",".repeat(count - 1) + "\"whiskers\"]}";
  }

  @Test
  void setWithinItsLimits_isReadHoweverLong() {
    assertThat(read(texts(200_000), 200_000).path("cat").size()).isEqualTo(200_000);
  }

  @Test
  void setFarBeyondItsLimits_isToldThem() {
    assertThatThrownBy(() -> read(texts(200_000), 100))
        .hasMessageStartingWith(
            "The body has more values than a label set of 10 classes and 100 texts can need");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"classes\": [\"cat\"|The body is not valid JSON (line 1, column 19): it ends before its last bracket or quote.",
        "{\"classes\": [cat]}|The body is not valid JSON (line 1, column 14): Unrecognized token 'cat': was expecting",
        "{\"a\": 1,}|The body is not valid JSON (line 1, column 9): Unexpected character ('}'): was expecting",
        "{} {}|The body is not valid JSON (line 1, column 4): something follows after the end of the object.",
        "{\"a\":1,\"a\":2}|The body is not valid JSON (line 1, column 11): Duplicate",
        "[]|The body is not a JSON object. Send one such as {\"classes\": [\"cat\", \"dog\"]}.",
        "``|The body is not a JSON object. Send one such as {\"classes\"",
        "\"cat\"|The body is not a JSON object. Send one such as {\"classes\""
      })
  void whatIsNoObject_isToldInPlainWords(String body, String sentence) {
    assertThatThrownBy(() -> read(body, 100))
        .hasMessageStartingWith(sentence)
        .hasMessageNotContainingAny("`", "jackson", "Token count", "JsonToken", "code ");
  }

  @Test
  void nestingWithoutEnd_isToldInPlainWords() {
    assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(5000), 100_000))
        .hasMessageContaining("nests them too deeply")
        .hasMessageNotContainingAny("StreamReadConstraints");
  }
}
