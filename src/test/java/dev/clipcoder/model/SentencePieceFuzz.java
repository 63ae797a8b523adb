package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** A file of SentencePiece, with the table that it brings. */
class SentencePieceFuzz {

  private static final String TEXT = "A Photo of a cat\u2026 \ufb01ne cafe\u0301";

  @FuzzTest(maxDuration = "3m")
  void plan(byte[] file) {
    try {
      TokenizerPlan plan =
          SiglipTokenizers.plan("spiece.model", SentencePieceModel.read("spiece.model", file));
      String prepared = plan.preparation().apply(TEXT);
      assertThat(prepared.length()).isLessThan(TEXT.length() * 257);
    } catch (CheckpointException refusal) {
      FuzzedTensors.checkSentence(refusal);
    }
  }
}
