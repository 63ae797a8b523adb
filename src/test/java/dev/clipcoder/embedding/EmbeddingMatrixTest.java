package dev.clipcoder.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingMatrixTest {

  private static final Embedding RIGHT = Embedding.ofUnit(new float[] {1, 0});
  private static final Embedding UP = Embedding.ofUnit(new float[] {0, 1});
  private static final Embedding BETWEEN = Embedding.ofUnit(new float[] {0.6f, 0.8f});

  private static final EmbeddingMatrix MATRIX = EmbeddingMatrix.of(List.of(RIGHT, UP, BETWEEN));

  @Test
  void rows_comeBackAsTheyWere() {
    assertThat(MATRIX.row(0)).isEqualTo(RIGHT);
    assertThat(MATRIX.row(2)).isEqualTo(BETWEEN);
    float[] target = new float[3];
    MATRIX.copyRow(1, target);
    assertThat(target).containsExactly(0, 1, 0);
    assertThatThrownBy(() -> MATRIX.row(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void cosines_ofARangeAreThoseOfItsRows() {
    assertThat(MATRIX.cosines(UP, 1, 3)).containsExactly(1, 0.8f);
    assertThat(MATRIX.cosines(UP, 1, 1)).isEmpty();
  }

  @Test
  void builder_takesExactlyItsRows() {
    EmbeddingMatrix.Builder builder = EmbeddingMatrix.builder(1, 2);
    assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> builder.add(Embedding.ofUnit(new float[] {1, 0, 0})))
        .isInstanceOf(IllegalArgumentException.class);
    builder.add(UP);
    assertThatThrownBy(() -> builder.add(UP)).isInstanceOf(IllegalStateException.class);
    assertThat(builder.build().row(0)).isEqualTo(UP);
  }

  @Test
  void builder_refusesMoreThanAnArrayHolds() {
    assertThatThrownBy(() -> EmbeddingMatrix.builder(3_000_000, 1024))
        .isInstanceOf(ArithmeticException.class);
  }
}
