package dev.clipcoder.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.encoder.WorkItem.Picture;
import dev.clipcoder.encoder.WorkItem.Text;
import dev.clipcoder.model.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchSizesTest {

  @ParameterizedTest
  @CsvSource({
    // ViT-B/32, B/16, L/14, L/14-336, and a model of four patches
    "50,  10",
    "197, 2",
    "257, 2",
    "577, 1",
    "5,   64"
  })
  void onCpu_picturesByTheirPositions(int ofPicture, int expected) {
    assertThat(BatchSizes.onCpu(64, ofPicture).of(picture())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"5, 64", "8, 64", "9, 32", "16, 32", "17, 16", "33, 10", "77, 6"})
  void onCpu_textsByTheLongestOfTheirGroup(int tokens, int expected) {
    assertThat(BatchSizes.onCpu(64, 50).of(text(tokens))).isEqualTo(expected);
  }

  @Test
  void upTo_countsItemsOnly() {
    BatchSizes sizes = BatchSizes.upTo(7);

    assertThat(List.of(sizes.of(picture()), sizes.of(text(77)), sizes.pictures()))
        .containsOnly(7);
  }

  @Test
  void take_onCpu_batchesOfEachKindAreAsLargeAsItLikesThem() throws Exception {
    WorkQueue queue = new WorkQueue(BatchSizes.onCpu(64, 257), 1, 0, () -> 0);
    List<WorkItem> items = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      items.add(i < 3 ? picture() : text(8));
    }
    assertThat(queue.offer(items)).isTrue();

    assertThat(queue.take(true).items()).hasSize(2);
    assertThat(queue.take(true).items()).hasSize(1);
    assertThat(queue.take(true).items()).hasSize(64);
    assertThat(queue.take(true).items()).hasSize(33);
  }

  private static WorkItem picture() {
    return item(new Picture(new Pixels(new byte[3], 1)));
  }

  private static WorkItem text(int tokens) {
    return item(new Text(new Tokens(new long[tokens], tokens - 1, tokens)));
  }

  private static WorkItem item(WorkItem.Payload payload) {
    return WorkItem.of(payload, Deadline.in(Duration.ofMinutes(1)), Urgency.INTERACTIVE);
  }
}
