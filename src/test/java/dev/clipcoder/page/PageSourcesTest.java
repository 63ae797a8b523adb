package dev.clipcoder.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the policy of the page refuses in Chromium, no browser is to meet. */
class PageSourcesTest {

  private static final Path STATIC = Path.of("src/main/resources/static");

  @Test
  void scripts_makeNoMarkupFromStrings() throws IOException {
    List<Path> scripts;
    try (Stream<Path> files = Files.list(STATIC.resolve("page"))) {
      scripts = files.filter(file -> file.toString().endsWith(".js")).toList();
    }
    assertThat(scripts).hasSizeGreaterThan(10);
    for (Path script : scripts) {
      assertThat(Files.readString(script))
          .as(script.toString())
          .doesNotContain(
              "innerHTML",
              "outerHTML =",
              "insertAdjacentHTML",
              "document.write",
              "eval(",
              "DOMParser");
    }
  }

  @Test
  void markup_hasNoScriptOrStyleOfItsOwn() throws IOException {
    assertThat(Files.readString(STATIC.resolve("index.html")))
        .doesNotContainPattern("<script(?![^>]* src=)")
        .doesNotContainPattern(" (on[a-z]+|style)=");
  }
}
