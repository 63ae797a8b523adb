package dev.clipcoder.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** A vocabulary, a byte of zero, and its merges. */
class BytePairsFuzz {

  @FuzzTest(maxDuration = "3m")
  void json(byte[] both) {
    int end = 0;
    while (end < both.length && both[end] != 0) {
      end++;
    }
    byte[] vocabulary = Arrays.copyOf(both, end);
    byte[] merges = Arrays.copyOfRange(both, Math.min(end + 1, both.length), both.length);
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
