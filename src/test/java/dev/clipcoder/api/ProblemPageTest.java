package dev.clipcoder.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of problems names those that there are. Its table is written anew with {@code -Dopenapi.write=true}. */
class ProblemPageTest {

  private static final Path PAGE = Path.of("docs", "problems.md");
  private static final String HEAD =
      "| `type` | status | title | what it means |\n|---|---|---|---|\n";

  @Test
  void table_hasEveryKindOfProblem() throws IOException {
    String table = HEAD
        + Arrays.stream(ProblemType.values())
            .map(type -> "| `%s` | %d | %s | %s |\n"
                .formatted(type.uri(), type.status().value(), type.title(), type.meaning()))
            .collect(Collectors.joining());
    if (Boolean.getBoolean("openapi.write")) {
      String page = Files.readString(PAGE);
      int head = page.indexOf(HEAD);
      String after = page.substring(page.indexOf("\n\n", head) + 1);
      Files.writeString(PAGE, page.substring(0, head) + table + after);
    }
    assertThat(Files.readString(PAGE)).contains(table + "\n");
  }
}
