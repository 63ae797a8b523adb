package dev.clipcoder.fewshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.fewshot.FittedSet.UsedExample;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StepsTest {

  private static List<UsedExample> examples(String ids) {
    return ids.chars()
        .mapToObj(id -> new UsedExample(Character.toString(id), "label"))
        .toList();
  }

  /** One example after the other, as a fit is changed. */
  private static List<UsedExample> applied(
      Steps steps, List<UsedExample> before, List<UsedExample> after) {
    List<UsedExample> changed = new ArrayList<>(before);
    steps.removed().forEach(place -> changed.remove((int) place));
    changed.addAll(after.subList(after.size() - steps.added(), after.size()));
    return changed;
  }

  private static void assertLeads(String before, String after, int count) {
    Steps steps = Objects.requireNonNull(Steps.between(examples(before), examples(after)));
    assertThat(steps.count()).isEqualTo(count);
    assertThat(applied(steps, examples(before), examples(after))).isEqualTo(examples(after));
  }

  @Test
  void between_leadsFromOneListToTheOther() {
    assertLeads("abcde", "abcde", 0);
    assertLeads("abcde", "abcdefg", 2);
    assertLeads("abcde", "bd", 3);
    assertLeads("abcde", "bdxy", 5);
  }

  @Test
  void otherOrder_orNothingInCommon_isNoStep() {
    assertThat(Steps.between(examples("abc"), examples("acb"))).isNull();
    assertThat(Steps.between(examples("abc"), examples("xabc"))).isNull();
    assertThat(Steps.between(examples("abc"), examples("xyz"))).isNull();
  }

  @Test
  void anotherLabel_isAnotherExample() {
    List<UsedExample> moved = new ArrayList<>(examples("bc"));
    moved.add(new UsedExample("a", "other"));
    Steps steps = Steps.between(examples("abc"), moved);
    assertThat(steps).isEqualTo(new Steps(List.of(0), 1));
  }
}
