package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestTest {

  private static final List<String> NAMES = List.of("pots", "pets", "topK", "tools-2026");

  @ParameterizedTest
  @CsvSource({"pest,pets", "PETS,pets", "pet,pets", "ptes,pets", "topk,topK", "tool-2062,tools-2026"
  })
  void misspeltName_isGuessed(String given, String meant) {
    assertThat(Nearest.suggestion(given, NAMES)).isEqualTo(" Did you mean '%s'?", meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pe", "post-it", "cat", "tips", "petunias"})
  void nameThatIsFarOrShort_isNotGuessed(String given) {
    assertThat(Nearest.suggestion(given, NAMES)).isEmpty();
  }

  @Test
  void veryLongName_isNoWork() {
    assertThat(Nearest.suggestion("x".repeat(1_000_000), NAMES)).isEmpty();
  }
}
