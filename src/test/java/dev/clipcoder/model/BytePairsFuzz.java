package dev.clipcoder.model;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** A vocabulary and its merges. */
class BytePairsFuzz {

  @FuzzTest(maxDuration = "3m")
  void json(FuzzedDataProvider data) {
    byte[] merges = data.consumeBytes(200);
    byte[] vocabulary = data.consumeRemainingAsString().getBytes(StandardCharsets.UTF_8);
    try {
      ClipBytePairs.of(
              JsonFiles.parseObject("vocab.json", vocabulary),
              ClipBytePairs.lines("merges.txt", merges))
          .json();
    } catch (CheckpointException refusal) {
      FuzzedTensors.checkSentence(refusal);
    }
  }
}
