package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * One text as the {@code tokenizer.json} of every family, up to where the native library gets it. That library may end
 * the process at what it does not expect, so what matters is that nothing passes which is not on the list.
 */
class TokenizerJsonFuzz {

  private static final String TEXT = "A Photo of a cat\u2026 \ufb01ne cafe\u0301";

  private static final List<Function<ObjectNode, TokenizerPlan>> READERS = List.of(
      json -> TokenizerParts.plan("tokenizer.json", json),
      json -> SiglipTokenizers.plan("tokenizer.json", json));

  @FuzzTest(maxDuration = "3m")
  void plan(byte[] file) {
    for (Function<ObjectNode, TokenizerPlan> reader : READERS) {
      try {
        TokenizerPlan plan =
            reader.apply((ObjectNode) JsonFiles.parseObject("tokenizer.json", file.clone()));
        assertThat(plan.preparation().apply(TEXT).length()).isLessThan(TEXT.length() * 257);
        assertThat(plan.json().path("decoder").isObject()).isFalse();
        assertThat(plan.json().path("model").path("type").asString("BPE")).isIn("BPE", "Unigram");
      } catch (CheckpointException refusal) {
        FuzzedTensors.checkSentence(refusal);
      }
    }
  }
}
