package dev.clipcoder.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.Arena;

class TorchArchiveFuzz {

  @FuzzTest(maxDuration = "3m")
  void tensors(byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      FuzzedTensors.check(() -> TorchArchive.tensors(FuzzedTensors.file(bytes), arena));
    }
  }
}
