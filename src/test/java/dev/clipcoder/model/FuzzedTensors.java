package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.function.Supplier;

/** What holds for every file of weights, however it was made. */
final class FuzzedTensors {

  private FuzzedTensors() {}

  static MappedFile file(byte[] bytes) {
    return new MappedFile("fuzzed.bin", MemorySegment.ofArray(bytes.clone()));
  }

  /** Either tensors whose bytes are those that their shapes need, or one sentence. */
  static void check(Supplier<Map<String, Tensor>> reading) {
    try {
      reading.get().forEach((name, tensor) -> {
        long elements = tensor.shape().stream().reduce(1L, Math::multiplyExact);
        assertThat(tensor.elements()).as(name).isEqualTo(elements);
        assertThat(tensor.data().byteSize()).isEqualTo(elements * tensor.type().bytes());
      });
    } catch (CheckpointException refusal) {
      checkSentence(refusal);
    }
  }

  static void checkSentence(CheckpointException refusal) {
    assertThat(refusal.getMessage()).hasSizeBetween(10, 1100).doesNotContainPattern("\\p{Cntrl}");
  }
}
