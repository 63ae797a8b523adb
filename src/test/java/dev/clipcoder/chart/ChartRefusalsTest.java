package dev.clipcoder.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that make no service are refused, by a sentence that says what to do. */
@NeedsHelm
class ChartRefusalsTest {

  private static final Path BROKEN = Path.of("src/test/resources/chart/broken");

  private static final String SAYS = "# Says: ";

  static Stream<Path> broken() {
    return Chart.files(BROKEN).stream();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void broken_isRefusedByItsSentence(Path values) throws IOException {
    String first = Files.readAllLines(values).getFirst();
    assertThat(first).startsWith(SAYS);
    assertThatThrownBy(() -> Chart.render("clipcoder", values, Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(first.substring(SAYS.length()));
  }

  @Test
  void refusals_areNotFewerThanTheyWere() {
    List<Path> files = Chart.files(BROKEN);
    assertThat(files).hasSizeGreaterThanOrEqualTo(35);
  }

  @Test
  void noValues_areRefused(@TempDir Path folder) throws IOException {
    Path none = Files.writeString(folder.resolve("none.yaml"), "{}");
    assertThatThrownBy(() -> Chart.render("clipcoder", none, Map.of()))
        .hasMessageContaining("Set image.repository to where you have pushed the image");
  }
}
