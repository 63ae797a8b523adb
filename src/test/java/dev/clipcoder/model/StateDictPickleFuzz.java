package dev.clipcoder.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

class StateDictPickleFuzz {

  @FuzzTest(maxDuration = "3m")
  void read(byte[] bytes) {
    try {
      StateDictPickle.read("fuzzed.bin", ByteBuffer.wrap(bytes.clone()));
    } catch (CheckpointException refusal) {
      FuzzedTensors.checkSentence(refusal);
    }
  }
}
