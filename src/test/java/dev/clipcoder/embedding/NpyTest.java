package dev.clipcoder.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NpyTest {

  /**
   * Written by NumPy 2: {@code numpy.save("npy/two_by_three.npy", numpy.array([[1, 0, 0], [0, 0.6, -0.8]],
   * dtype="<f4"))}.
   */
  @Test
  void encode_writesWhatNumpyWrites() throws IOException {
    byte[] written;
    try (InputStream file = NpyTest.class.getResourceAsStream("/npy/two_by_three.npy")) {
      written = Objects.requireNonNull(file).readAllBytes();
    }
    assertThat(Npy.encode(List.of(
            Embedding.ofUnit(new float[] {1, 0, 0}),
            Embedding.ofUnit(new float[] {0, 0.6f, -0.8f}))))
        .isEqualTo(written);
  }

  @Test
  void encode_ofNothing_isRefused() {
    assertThatThrownBy(() -> Npy.encode(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void encode_ofDifferentDimensions_isRefused() {
    assertThatThrownBy(() -> Npy.encode(
            List.of(Embedding.ofUnit(new float[] {1, 0}), Embedding.ofUnit(new float[] {1}))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
