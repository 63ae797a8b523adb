package dev.clipcoder.model;

import com.code_intelligence.jazzer.junit.FuzzTest;

class SafetensorsFuzz {

  @FuzzTest(maxDuration = "3m")
  void tensors(byte[] bytes) {
    FuzzedTensors.check(() -> Safetensors.tensors(FuzzedTensors.file(bytes)));
  }
}
