package dev.clipcoder.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class EmbeddingBytesTest {

  @Test
  void bytes_areLittleEndianFloats() {
    Embedding embedding = Embedding.ofUnit(new float[] {0.6f, -0.8f});
    assertThat(HexFormat.of().formatHex(EmbeddingBytes.of(embedding)))
        .isEqualTo("9a99193fcdcc4cbf");
  }

  @Test
  void read_givesBackTheSameNumbers() {
    Embedding embedding = Embedding.normalized(new float[] {1, 2, 3});
    assertThat(EmbeddingBytes.read(EmbeddingBytes.of(embedding))).isEqualTo(embedding);
  }

  @Test
  void read_ofWhatIsNoUnitVector_isRefused() {
    assertThatExceptionOfType(InvalidEmbeddingException.class)
        .isThrownBy(() -> EmbeddingBytes.read(new byte[8]));
  }
}
