package dev.clipcoder.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.evaluation.PictureEncoder.Seen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawTest {

  private static final List<String> LABELS = List.of("cat", "dog", "fox", "owl");

  /** Of cat 6, of dog 9, of fox none, of owl 7. */
  private static final List<Seen> PICTURES = pictures(6, 9, 0, 7);

  private static List<Seen> pictures(int... counts) {
    List<Seen> pictures = new ArrayList<>();
    for (int c = 0; c < counts.length; c++) {
      for (int i = 0; i < counts[c]; i++) {
        Path file = Path.of(LABELS.get(c), i + ".png");
        pictures.add(new Seen(
            new LabelledPicture(file, c), Embedding.normalized(new float[] {c + 1, i + 1})));
      }
    }
    return pictures;
  }

  private static List<Integer> classes(List<Seen> seen) {
    return seen.stream().map(s -> s.picture().classIndex()).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void draw_learnsFromEquallyMany_andJudgesExactlyTheOthers(int shots) {
    List<Draw> draws = Draw.of(PICTURES, LABELS, shots, 20, 1);

    assertThat(draws).hasSize(20);
    for (Draw draw : draws) {
      for (int c : List.of(0, 1, 3)) {
        assertThat(classes(draw.support())).filteredOn(i -> i == c).hasSize(shots);
        assertThat(classes(draw.test())).contains(c);
      }
      assertThat(draw.test()).doesNotContainAnyElementsOf(draw.support());
      List<Seen> both = new ArrayList<>(draw.support());
      both.addAll(draw.test());
      assertThat(both).containsExactlyInAnyOrderElementsOf(PICTURES);
    }
  }

  @Test
  void draws_areByTheSeed_andDiffer() {
    List<Draw> draws = Draw.of(PICTURES, LABELS, 2, 10, 1);

    assertThat(Draw.of(PICTURES, LABELS, 2, 10, 1)).isEqualTo(draws);
    assertThat(Draw.of(PICTURES, LABELS, 2, 3, 1)).isEqualTo(draws.subList(0, 3));
    assertThat(Draw.of(PICTURES, LABELS, 2, 10, 2)).isNotEqualTo(draws);
    assertThat(draws).doesNotHaveDuplicates();
  }

  /** Every picture is learned from about as often as any other of its class: 2,000 of 6,000 draws. */
  @Test
  void draws_areFair() {
    int[] learned = new int[6];
    for (Draw draw : Draw.of(PICTURES.subList(0, 6), LABELS, 2, 6000, 3)) {
      draw.support().forEach(seen -> learned[PICTURES.indexOf(seen)]++);
    }
    // Six times the standard deviation, which is 37.
    assertThat(IntStream.of(learned).boxed()).allMatch(count -> Math.abs(count - 2000) < 220);
  }

  @Test
  void moreShots_addToTheSameExamples() {
    List<Draw> two = Draw.of(PICTURES, LABELS, 2, 10, 1);
    List<Draw> four = Draw.of(PICTURES, LABELS, 4, 10, 1);

    for (int i = 0; i < two.size(); i++) {
      assertThat(four.get(i).support()).containsAll(two.get(i).support());
    }
  }

  @Test
  void tooFewPictures_areNamed() {
    assertThatThrownBy(() -> Draw.of(PICTURES, LABELS, 7, 2, 1))
        .isInstanceOf(EvaluationException.class)
        .hasMessage("--shots 7 needs 8 pictures of every class, one of them to be judged; there are"
            + " fewer of 'cat' (6), 'owl' (7). Add pictures, or ask for at most 5.");
    assertThatThrownBy(() -> Draw.of(pictures(3, 1), LABELS, 1, 2, 1))
        .isInstanceOf(EvaluationException.class)
        .hasMessageEndingWith(
            "fewer of 'dog' (1). Add pictures, or take the folders of these classes away.");
  }
}
