package dev.clipcoder.textgen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptionTest {

  private static final Description PUG =
      new Description(List.of("a wrinkled face", "short legs"), List.of("four legs", "fur"));
  private static final Description BASSET =
      new Description(List.of("short legs", "long ears"), List.of("fur", "a tail"));

  @Test
  void attributes_areTheOwnBeforeTheInherited() {
    assertThat(PUG.attributes())
        .containsExactly("a wrinkled face", "short legs", "four legs", "fur");
  }

  @Test
  void notOf_leavesOutWhatIsSaidOfTheOther() {
    assertThat(PUG.notOf(BASSET)).containsExactly("a wrinkled face", "four legs");
    assertThat(BASSET.notOf(PUG)).containsExactly("long ears", "a tail");
    assertThat(PUG.notOf(PUG)).isEmpty();
  }
}
